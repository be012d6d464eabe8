using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Kafka;

namespace Omnibus.Processes.Tests.Kafka;

/// <summary>
/// A handler that takes longer than the group's patience. Kafka puts a member out that does not poll for <c>max.poll.interval.ms</c>, which is five
/// minutes by default; it is made short here, so that the handler exceeds it three times over.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class SlowHandler
{
    private const int PollMilliseconds = 1500;
    private const int Strands = 8;

    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(3 * PollMilliseconds);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60);

    // A strand is shared by many keys, and what is behind a slow handler there waits: these are on the others.
    private static readonly string[] s_others =
        [.. Enumerable.Range(0, 100).Select(number => $"key-{number}").Where(key => StrandOf(key) != StrandOf("slow")).Take(16)];

    [Fact]
    public async Task It_keeps_its_partition_is_called_once_and_does_not_stop_the_others()
    {
        await using var cluster = await KafkaCluster.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var topic = $"slow-{Guid.NewGuid():N}";
        var group = $"group-{Guid.NewGuid():N}";
        var gate = new TaskCompletionSource();
        var calls = new ConcurrentQueue<string>();
        using var host = await StartAsync(cluster.BootstrapServers, topic, group, async tick =>
        {
            calls.Enqueue($"{tick.Key} {tick.Number}");
            if (tick.Key == "slow")
            {
                await gate.Task;
            }
        });
        var bus = host.Services.GetRequiredService<IEventBus>();
        await bus.PublishAsync(new Tick("slow", 0));
        await Until.HoldsAsync(() => calls.Contains("slow 0"), s_most, () => "the slow handler did not begin");
        var before = await DescribeAsync(cluster.BootstrapServers, group);

        // The others go on all the time, in every partition.
        var began = Stopwatch.GetTimestamp();
        var published = 0;
        while (Stopwatch.GetElapsedTime(began) < s_slow)
        {
            await bus.PublishAsync(s_others.Select(key => new Tick(key, published++)).ToArray());
            await Until.HoldsAsync(() => calls.Count == published + 1, s_most, () => $"{calls.Count - 1} of {published} were handled beside the slow one");
        }

        var during = await DescribeAsync(cluster.BootstrapServers, group);
        Assert.Equal(before.Members, during.Members);
        Assert.Equal(before.Partitions.Select(partition => partition.Member), during.Partitions.Select(partition => partition.Member));
        Assert.Contains(during.Partitions, partition => partition.Lag > 0);

        gate.SetResult();
        var after = during;
        await Until.HoldsAsync(
            () => (after = DescribeAsync(cluster.BootstrapServers, group).GetAwaiter().GetResult()).Partitions.All(partition => partition.Lag == 0),
            s_most,
            () => "something was not settled");
        Assert.Equal(before.Members, after.Members);
        Assert.Equal(published + 1, calls.Count);
        await host.StopAsync();
    }

    private static uint StrandOf(string key) => KeyPartitioner.Hash(Encoding.UTF8.GetBytes(key)) % Strands;

    private static async Task<IHost> StartAsync(string servers, string topic, string group, Func<Tick, ValueTask> handle)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "slow" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Omnibus:Transport"] = "kafka",
            ["Omnibus:Transports:kafka:BootstrapServers"] = servers,
            ["Omnibus:Transports:kafka:Client:max.poll.interval.ms"] = $"{PollMilliseconds}",
            ["Omnibus:Transports:kafka:Client:session.timeout.ms"] = $"{PollMilliseconds}",
            ["Omnibus:Transports:kafka:Client:heartbeat.interval.ms"] = "300",
            ["Omnibus:TopicPrefix"] = topic,
            ["Omnibus:Topics:ticks:Partitions"] = "4",
            ["Omnibus:Consume:ticker:Group"] = group,
            ["Omnibus:Consume:ticker:Ordering"] = "Key",
            ["Omnibus:Consume:ticker:Concurrency"] = $"{Strands}",
        });
        builder.AddOmnibus().Consumer("ticker").Handle<Tick>((tick, _, _) => handle(tick));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<GroupDescription> DescribeAsync(string servers, string group)
    {
        await using var transport = new KafkaFactory().Create(
            new TransportSettings("kafka", "test", [new("BootstrapServers", servers)]),
            new TransportHost { TimeProvider = TimeProvider.System, Notices = new NoNotices(), Service = "test", Instance = "test" });
        return (await ((IGroupAdministrator)transport).DescribeGroupAsync(group, CancellationToken.None))!;
    }

    private sealed class NoNotices : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string place, Exception? exception = null)
        {
        }
    }
}
