using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests;

/// <summary>A server, its replica, and a sentinel that makes the replica the master when the server dies.</summary>
public sealed class SentinelTests(SharedRedis shared) : RedisTest(shared)
{
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true };

    [Fact]
    public async Task After_a_failover_the_same_producer_and_the_same_consumers_go_on_at_the_new_master()
    {
        await using var replica = await RedisServer.StartAsync(new RedisServerOptions { NeedsControl = true }, Stop);
        var copy = await PlainAsync(replica.Address + ",allowAdmin=true");
        await copy.ExecuteAsync("REPLICAOF", Server.Host, Server.Port);
        await UntilAsync(
            async () => ((string)(await Plain.ExecuteAsync("INFO", "replication"))!).Contains("state=online", StringComparison.Ordinal), "Joining of the replica");
        await using var sentinel = await RedisServer.StartAsync(new RedisServerOptions { SentinelOf = Server }, Stop);
        await using var watching = await ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions { EndPoints = { sentinel.Address }, CommandMap = CommandMap.Sentinel, TieBreaker = "", AllowAdmin = true });
        await UntilAsync(
            async () => (await watching.GetServers()[0].SentinelReplicasAsync(RedisServerOptions.SentinelName)).Length == 1, "Finding of the replica by the sentinel");

        var transport = Open($"{sentinel.Address},serviceName={RedisServerOptions.SentinelName}", more: ("WaitForReplicas", "1"));
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 10);
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(5);
        await reader.SettleAsync(received[4]);

        var after = Open($"{sentinel.Address},serviceName={RedisServerOptions.SentinelName}");
        var another = await ProducerAsync(after);

        // The replica has this, and so everything before it.
        await producer.SendNumbersAsync(Topic, 10, 1);
        await Server.KillAsync();

        await another.SendUntilStoredAsync(after, () => new TestRecord(Topic, "after"));
        var rest = await reader.ReceiveAsync(12 - received.Count);

        Assert.Equal("after", rest[^1].Body);
        Assert.Equal(Enumerable.Range(0, 11).Select(number => $"{number}"), received.Concat(rest).Select(record => record.Body).Where(body => body != "after").Distinct());
        await UntilAsync(
            async () =>
            {
                try
                {
                    await reader.SettleAsync(rest[^1]);
                    return true;
                }
                catch (Exception exception) when (after.Classify(exception) == FaultCode.Unavailable)
                {
                    return false;
                }
            },
            "Settling at the new master");
        Assert.Equal(0, Assert.Single((await after.DescribeGroupAsync(Group, Stop))!.Partitions).Lag);
    }
}
