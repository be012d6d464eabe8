using System.Text;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

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

        var refused = await producer.SendAsync(new TestRecord(Topic, "x", "a"), new TestRecord(Topic, "y", "b"));
        Assert.All(refused, record => Assert.Equal(FaultCode.Transient, transport.Classify(record.Failure!)));
        Assert.All(refused, record => Assert.False(record.MayBeStored));

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
    public async Task A_record_without_anything_in_it_is_refused_and_holds_back_what_is_behind_it()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var records = Enumerable.Range(0, 1000).Select(number => new TestRecord(Topic, number is 0 or 300 ? null : $"{number}")).ToArray();
        var producer = await ProducerAsync(transport);

        await producer.SendAsync(records);

        Assert.Equal(FaultCode.InvalidArgument, transport.Classify(records[0].Failure!));
        Assert.All(records[1..], record => Assert.Equal(FaultCode.Transient, transport.Classify(record.Failure!)));
        Assert.All(records, record => Assert.False(record.MayBeStored));

        records = [.. records[1..].Select(record => new TestRecord(Topic, record.Body is { } body ? Encoding.UTF8.GetString(body.Span) : null))];
        await producer.SendAsync(records);

        Assert.All(records[..299], record => Assert.Null(record.Failure));
        Assert.Equal(FaultCode.InvalidArgument, transport.Classify(records[299].Failure!));
        Assert.All(records[300..], record => Assert.Equal(FaultCode.Transient, transport.Classify(record.Failure!)));
        Assert.Equal(299, await Plain.StreamLengthAsync(Topic));

        await producer.SendNumbersAsync(Topic, 301, 699);
        Assert.Equal(Enumerable.Range(1, 999).Where(number => number != 300), (await Plain.StreamRangeAsync(Topic)).Select(entry => (int)entry["event_data"]));
    }

    [Fact]
    public async Task A_record_alone_is_stored_and_refused_as_among_others()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 1);

        await producer.SendNumbersAsync(Topic, 1, 1);
        var refused = (await producer.SendAsync(new TestRecord(Topic, null)))[0];
        await producer.SendNumbersAsync(Topic, 2, 1);

        Assert.Equal(FaultCode.InvalidArgument, transport.Classify(refused.Failure!));
        Assert.Equal(["0", "1", "2"], (await Plain.StreamRangeAsync(Topic)).Select(entry => (string)entry["event_data"]!));

        await Plain.KeyDeleteAsync(Topic);
        var lost = (await producer.SendAsync(new TestRecord(Topic, "3")))[0];
        Assert.Equal(FaultCode.NotFound, transport.Classify(lost.Failure!));
        Assert.False(lost.MayBeStored);
    }

    [Fact]
    public async Task The_end_of_a_batch_is_not_stored_without_its_beginning()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        RedisKey[] keys = [Topic, $"omnibus:{{{Topic}}}", $"omnibus:{{{Topic}}}:sending:0:me"];
        Task<RedisResult> PublishAsync(RedisValue before, RedisValue after, string body) =>
            Plain.ScriptEvaluateAsync(RedisScript.Publish.Text, keys, ["1", "", before, after, 1, 1, "event_data", body]);

        await PublishAsync("", 1, "first");
        await PublishAsync(1, 2, "second");
        var exception = await Assert.ThrowsAsync<RedisServerException>(() => PublishAsync(3, 4, "the third is missing"));
        await PublishAsync(2, "", "third");

        Assert.StartsWith("BROKENBATCH", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["first", "second", "third"], (await Plain.StreamRangeAsync(Topic)).Select(entry => (string)entry["event_data"]!));
    }

    [Fact]
    public async Task Connections_that_are_cut_in_the_middle_of_batches_leave_no_gap()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        var cutting = Task.Run(async () =>
        {
            for (var cut = 0; cut < 20; cut++)
            {
                var length = await Plain.StreamLengthAsync(Topic);
                await UntilAsync(async () => await Plain.StreamLengthAsync(Topic) > length, "A growing stream");
                await Plain.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            }
        });

        // As the core does: what failed is sent again, in order, before anything else.
        var sent = 0;
        var again = new Queue<int>();
        while (!cutting.IsCompleted || again.Count > 0)
        {
            var numbers = again.Concat(Enumerable.Range(sent, 1000 - Math.Min(1000, again.Count))).Take(1000).ToArray();
            sent = Math.Max(sent, numbers[^1] + 1);
            again = new Queue<int>(again.Skip(1000));
            var records = numbers.Select(number => new TestRecord(Topic, $"{number}")).ToArray();
            try
            {
                await producer.SendAsync(records);
            }
            catch (Exception exception) when (transport.Classify(exception) == FaultCode.Unavailable)
            {
                again = new Queue<int>(numbers.Concat(again));
                continue;
            }

            again = new Queue<int>(numbers.Zip(records).Where(pair => pair.Second.Failure is not null).Select(pair => pair.First).Concat(again));
        }

        await cutting;
        var first = new HashSet<int>();
        var inOrder = (await Plain.StreamRangeAsync(Topic)).Select(entry => (int)entry["event_data"]).Where(first.Add);
        Assert.Equal(Enumerable.Range(0, sent), inOrder);
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
        await Plain.ExecuteAsync("SCRIPT", "FLUSH");
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 2, 1000);
    }
}
