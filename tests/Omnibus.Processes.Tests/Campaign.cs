using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Drivers;

namespace Omnibus.Processes.Tests;

/// <summary>A SQLite file with ticks in it, and what must be true of everything that workers handled.</summary>
internal sealed class Campaign : IAsyncDisposable
{
    private const int Keys = 17;

    private readonly IHost _publisher;

    private Campaign(string folder, IHost publisher)
    {
        (Folder, _publisher) = (folder, publisher);
        File = Path.Combine(folder, "bus.db");
    }

    public string Folder { get; }

    public string File { get; }

    public static async Task<Campaign> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("omnibus-processes-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "publisher" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Omnibus:Transport"] = "sqlite",
            ["Omnibus:Transports:sqlite:Path"] = Path.Combine(folder, "bus.db"),
            ["Omnibus:Topics:ticks:Partitions"] = "4",
        });
        builder.AddOmnibus();
        var host = builder.Build();
        await host.StartAsync();
        return new Campaign(folder, host);
    }

    /// <summary>Publishes ticks, numbered within each key from <paramref name="first"/> on.</summary>
    public async Task PublishAsync(int first, int count)
    {
        var bus = _publisher.Services.GetRequiredService<IEventBus>();
        foreach (var chunk in Enumerable.Range(first, count).Select(i => new Tick($"key-{i % Keys}", i)).Chunk(500))
        {
            await bus.PublishAsync(chunk);
        }
    }

    /// <summary>How many ticks the group has not settled.</summary>
    public async Task<long> LagAsync()
    {
        var factory = new Sqlite.SqliteFactory();
        await using var transport = factory.Create(
            new TransportSettings("sqlite", "test", [new("Path", File)]),
            new TransportHost { TimeProvider = TimeProvider.System, Notices = new NoNotices(), Service = "test", Instance = "test" });
        var group = await ((IGroupAdministrator)transport).DescribeGroupAsync("worker.ticker", CancellationToken.None);
        return group?.Partitions.Sum(partition => partition.Lag ?? 0) ?? -1;
    }

    /// <summary>Every tick was handled at least once, and the first time of each came in the order of its key.</summary>
    public static void Check(IEnumerable<Handled> handled, int count)
    {
        var firsts = handled.OrderBy(one => one.At).DistinctBy(one => one.Tick).Select(one => one.Tick).ToList();
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), firsts.Select(tick => tick.Number).Order());
        Assert.All(firsts.GroupBy(tick => tick.Key), key => Assert.Equal(key.Select(tick => tick.Number).Order(), key.Select(tick => tick.Number)));
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.StopAsync();
        _publisher.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class NoNotices : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string place, Exception? exception = null)
        {
        }
    }
}
