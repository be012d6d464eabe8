using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;

namespace Omnibus.Redis.Tests;

/// <summary>A cluster of one server: it refuses every command and script whose keys are not in one slot, as a large one does.</summary>
public sealed class ClusterTests(SharedRedis shared) : RedisTest(shared)
{
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true, Settings = { ["cluster-enabled"] = "yes" } };

    [Fact]
    public async Task Everything_about_a_topic_is_in_one_slot()
    {
        var transport = await OpenClusterAsync();
        await transport.CreateAsync(new TopicSpecification(Topic) { Partitions = 3 }, Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 30);
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(30);
        foreach (var last in received.GroupBy(record => record.Place).Select(place => place.MaxBy(record => record.Position)!))
        {
            await reader.SettleAsync(last);
        }

        Assert.All((await transport.DescribeGroupAsync(Group, Stop))!.Partitions, partition => Assert.Equal(0, partition.Lag));
        Assert.Equal([Topic], await transport.ListAsync(Stop));
        await reader.LeaveAsync();
        await transport.SetPositionAsync(Group, new TopicPartition(Topic, 1), default, Stop);
        Assert.True(await transport.DeleteGroupAsync(Group, Stop));
        Assert.True(await transport.DeleteAsync(Topic, Stop));
    }

    [Fact]
    public async Task A_consumer_of_several_topics_is_refused_at_start()
    {
        var transport = await OpenClusterAsync();
        await transport.CreateAsync(new TopicSpecification("a"), Stop);
        await transport.CreateAsync(new TopicSpecification("b"), Stop);

        var exception = await Assert.ThrowsAnyAsync<Exception>(
            async () => await transport.OpenConsumerAsync(new ConsumerRequest { Group = null, Topics = ["a", "b"], Coordination = Coordination.None }, Stop));

        Assert.Equal(FaultCode.Unsupported, transport.Classify(exception));
    }

    private async Task<RedisTransport> OpenClusterAsync()
    {
        await Plain.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        await UntilAsync(
            async () => ((string)(await Plain.ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal), "A cluster that works");
        return Open();
    }
}
