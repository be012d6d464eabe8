using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;

namespace Omnibus.Redis.Tests.Publishing;

/// <summary>What a record's failure says, against a server that really refuses it.</summary>
public sealed class PublishingFaultTests(SharedRedis shared) : RedisTest(shared)
{
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true };

    [Fact]
    public async Task A_mistyped_topic_is_not_found_and_makes_nothing()
    {
        var transport = Open();

        var record = (await (await ProducerAsync(transport)).SendAsync(new TestRecord(Topic, "x")))[0];

        Assert.Equal(FaultCode.NotFound, transport.Classify(record.Failure!));
        Assert.False(record.MayBeStored);
        Assert.False(await Plain.KeyExistsAsync(Topic));
    }

    [Fact]
    public async Task A_topic_that_is_made_later_is_found_by_the_next_batch_and_one_that_was_removed_is_not()
    {
        var transport = Open();
        var producer = await ProducerAsync(transport);
        await producer.SendAsync(new TestRecord(Topic, "x"));
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await producer.SendNumbersAsync(Topic, 0, 3);

        await Plain.ExecuteAsync("FLUSHALL");

        var lost = await producer.SendAsync(new TestRecord(Topic, "x"), new TestRecord(Topic, "y"));
        Assert.All(lost, record => Assert.Equal(FaultCode.NotFound, transport.Classify(record.Failure!)));
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await producer.SendNumbersAsync(Topic, 0, 3);
        Assert.Equal(3, await Plain.StreamLengthAsync(Topic));
    }

    [Fact]
    public async Task A_topic_that_was_made_anew_with_other_partitions_is_tried_again_and_then_right()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 3);
        await transport.DeleteAsync(Topic, Stop);
        await transport.CreateAsync(new TopicSpecification(Topic) { Partitions = 4 }, Stop);

        var refused = await producer.SendAsync(new TestRecord(Topic, "x", "a"));
        Assert.Equal(FaultCode.Transient, transport.Classify(refused[0].Failure!));
        Assert.False(refused[0].MayBeStored);

        var stored = await producer.SendAsync([.. Enumerable.Range(0, 20).Select(number => new TestRecord(Topic, "x", $"key-{number}"))]);
        Assert.All(stored, record => Assert.Equal(KeyPartitioner.ForKey(record.Key!.Value.Span, 4), record.StoredIn.Partition));
    }

    [Fact]
    public async Task A_partition_that_is_not_there_fails_its_record_and_no_other()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic) { Partitions = 2 }, Stop);

        var records = await (await ProducerAsync(transport)).SendAsync(
            new TestRecord(Topic, "a") { To = 0 }, new TestRecord(Topic, "b") { To = 2 }, new TestRecord(Topic, "c") { To = 1 });

        Assert.Null(records[0].Failure);
        Assert.Equal(FaultCode.InvalidArgument, transport.Classify(records[1].Failure!));
        Assert.Null(records[2].Failure);
    }

    [Fact]
    public async Task A_full_memory_stores_nothing_and_says_so()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 1);
        await Plain.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        var records = await producer.SendAsync(new TestRecord(Topic, "x"), new TestRecord(Topic, "y"));

        Assert.All(records, record => Assert.Equal(FaultCode.StorageFull, transport.Classify(record.Failure!)));
        Assert.All(records, record => Assert.False(record.MayBeStored));
        await Plain.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await producer.SendNumbersAsync(Topic, 1, 1);
        Assert.Equal(2, await Plain.StreamLengthAsync(Topic));
    }

    [Fact]
    public async Task A_replica_and_a_key_of_another_type_refuse()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 1);
        await Plain.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        var readOnly = (await producer.SendAsync(new TestRecord(Topic, "x")))[0];
        Assert.Equal(FaultCode.Unavailable, transport.Classify(readOnly.Failure!));
        Assert.False(readOnly.MayBeStored);
        await Plain.ExecuteAsync("REPLICAOF", "NO", "ONE");

        await UntilAsync(
            async () =>
            {
                await Plain.StringSetAsync(Topic, "not a stream");
                return transport.Classify((await producer.SendAsync(new TestRecord(Topic, "x")))[0].Failure!) == FaultCode.Misconfigured;
            },
            "Refusing a key of another type");
    }

    [Fact]
    public async Task A_server_that_forgot_the_scripts_is_told_again()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 1);

        await Plain.ExecuteAsync("SCRIPT", "FLUSH");

        await producer.SendNumbersAsync(Topic, 1, 1);
    }
}
