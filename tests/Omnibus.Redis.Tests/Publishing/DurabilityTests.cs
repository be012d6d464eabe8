using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests.Publishing;

/// <summary>Publishing that waits for replicas, on two servers of its own.</summary>
public sealed class DurabilityTests(SharedRedis shared) : RedisTest(shared)
{
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true };

    [Fact]
    public async Task What_was_published_is_on_the_replica_when_publishing_completes()
    {
        await using var replica = await ReplicaAsync();
        var copy = await PlainAsync(replica.Address + ",allowAdmin=true");
        var transport = Open(more: ("WaitForReplicas", "1"));
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);

        for (var batch = 0; batch < 20; batch++)
        {
            await producer.SendNumbersAsync(Topic, batch * 600, batch % 2 == 0 ? 600 : 1);
            Assert.Equal(await Plain.StreamLengthAsync(Topic), await copy.StreamLengthAsync(Topic, CommandFlags.DemandReplica));
        }
    }

    [Fact]
    public async Task Without_the_replica_publishing_fails_and_says_that_the_record_may_be_stored()
    {
        await using var replica = await ReplicaAsync();
        var transport = Open(more: ("WaitForReplicas", "1"));
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport, TimeSpan.FromSeconds(1));
        await producer.SendNumbersAsync(Topic, 0, 1);
        await replica.FreezeAsync();

        foreach (var record in await producer.SendAsync(new TestRecord(Topic, "1"), new TestRecord(Topic, "2")))
        {
            Assert.Equal(FaultCode.Unavailable, transport.Classify(record.Failure!));
            Assert.True(record.MayBeStored);
        }

        Assert.Equal(3, await Plain.StreamLengthAsync(Topic));
        await replica.ThawAsync();
        await producer.SendUntilStoredAsync(transport, () => new TestRecord(Topic, "3"));
    }

    [Fact]
    public async Task A_server_that_cannot_say_when_it_has_written_to_the_disk_is_refused()
    {
        var version = Plain.Multiplexer.GetServers()[0].Version;
        Assert.SkipUnless(version < new Version(7, 2), $"The server is Redis {version}, which can.");

        var transport = Open(more: ("WaitForDisk", "true"));

        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => ProducerAsync(transport));
        Assert.Contains("WaitForDisk", exception.Message, StringComparison.Ordinal);
        Assert.Equal(FaultCode.Unsupported, transport.Classify(exception));
    }

    private async Task<RedisServer> ReplicaAsync()
    {
        var replica = await RedisServer.StartAsync(new RedisServerOptions { NeedsControl = true }, Stop);
        var plain = await PlainAsync(replica.Address + ",allowAdmin=true");
        await plain.ExecuteAsync("REPLICAOF", Server.Host, Server.Port);
        await UntilAsync(
            async () => ((string)(await Plain.ExecuteAsync("INFO", "replication"))!).Contains("state=online", StringComparison.Ordinal), "Joining of the replica");
        return replica;
    }
}
