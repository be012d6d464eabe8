using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis;
using StackExchange.Redis;

namespace Omnibus.Processes.Tests.Redis;

/// <summary>A Redis of its own that writes to the disk before it answers, with ticks in it.</summary>
internal sealed class RedisCampaign : IAsyncDisposable
{
    private const int Keys = 17;
    private const int Chunk = 200;

    private readonly IHost _publisher;
    private readonly string _ordering;
    private readonly int _partitions;

    private RedisCampaign(RedisServer server, string ordering, int partitions)
    {
        (Server, _ordering, _partitions) = (server, ordering, partitions);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "publisher" });
        builder.Configuration.AddInMemoryCollection(Settings.Where(setting => !setting.StartsWith("Consume", StringComparison.Ordinal)).Select(Pair));
        builder.AddOmnibus();
        _publisher = builder.Build();
    }

    public RedisServer Server { get; }

    /// <summary>What workers are told, names below <c>Omnibus</c>.</summary>
    public IReadOnlyList<string> Settings =>
    [
        "Transport=redis", $"Transports:redis:Url={Server.Url}", $"Topics:ticks:Partitions={_partitions}",
        $"Consume:ticker:Ordering={_ordering}",
    ];

    public static async Task<RedisCampaign> CreateAsync(string ordering, int partitions)
    {
        var options = new RedisServerOptions { NeedsControl = true, Persistent = true, Settings = { ["appendfsync"] = "always" } };
        var campaign = new RedisCampaign(await RedisServer.StartAsync(options), ordering, partitions);
        await campaign._publisher.StartAsync();
        return campaign;
    }

    public static KeyValuePair<string, string?> Pair(string setting) => setting.Split('=', 2) is [var name, var value] ? new($"Omnibus:{name}", value) : default;

    /// <summary>Publishes ticks, numbered within each key; what may not be stored is published again, in its order, as often as it takes.</summary>
    public async Task PublishAsync(int first, int count)
    {
        var bus = _publisher.Services.GetRequiredService<IEventBus>();
        foreach (var chunk in Enumerable.Range(first, count).Select(i => new Tick($"key-{i % Keys}", i)).Chunk(Chunk))
        {
            while (true)
            {
                try
                {
                    await bus.PublishAsync(chunk);
                    break;
                }
                catch (OmnibusException exception) when (exception.Code is FaultCode.Unavailable or FaultCode.Throttled or FaultCode.Transient)
                {
                }
            }
        }
    }

    /// <summary>How many ticks are stored, and how many of them the group has not settled.</summary>
    public async Task<(long Stored, long Lag)> LookAsync()
    {
        await using var transport = new RedisFactory().Create(
            new TransportSettings("redis", "test", [new("Url", Server.Url)]),
            new TransportHost { TimeProvider = TimeProvider.System, Notices = new NoNotices(), Service = "test", Instance = "test" });
        var topic = await ((ITopicAdministrator)transport).DescribeAsync("ticks", CancellationToken.None);
        var group = await ((IGroupAdministrator)transport).DescribeGroupAsync("worker.ticker", CancellationToken.None);
        return (topic!.Partitions.Sum(partition => partition.Count ?? 0), group?.Partitions.Sum(partition => partition.Lag ?? 0) ?? -1);
    }

    /// <summary>What the server says of the group, for a test that waits in vain.</summary>
    public string Describe()
    {
        using var plain = ConnectionMultiplexer.Connect(Server.Address);
        var database = plain.GetDatabase();
        return string.Join(
            "; ",
            Enumerable.Range(0, _partitions).Select(partition => (RedisKey)(partition == 0 ? "ticks" : $"{{ticks}}:{partition}")).SelectMany(stream => (string[])
            [
                $"{stream}: {database.StreamLength(stream)} entries",
                .. database.StreamGroupInfo(stream).Select(group => $"lag {group.Lag}, read {group.EntriesRead}, pending {group.PendingMessageCount}, last {group.LastDeliveredId}"),
                .. database.StreamConsumerInfo(stream, "worker.ticker").Select(consumer => $"{consumer.Name} has {consumer.PendingMessageCount}, idle {consumer.IdleTimeInMilliseconds}"),
            ]));
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.StopAsync();
        _publisher.Dispose();
        await Server.DisposeAsync();
    }

    private sealed class NoNotices : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string place, Exception? exception = null)
        {
        }
    }
}
