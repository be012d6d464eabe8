using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Bench.Events;
using Omnibus.Kafka;
using Omnibus.Memory;
using Omnibus.Redis;
using Omnibus.Sqlite;

namespace Omnibus.Bench.Scenarios;

/// <summary>A host with the bus, configured as an application would.</summary>
internal sealed class BenchBus : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchBus(IHost host) => _host = host;

    public IEventBus Bus => _host.Services.GetRequiredService<IEventBus>();

    /// <summary>For what an application cannot reach: records as they are.</summary>
    public BusRuntime Runtime => _host.Services.GetRequiredService<BusRuntime>();

    public static async Task<BenchBus> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, CountingHandler? handler = null, bool scoped = false, PrintingHandler? printing = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "bench" });
        builder.Configuration.AddInMemoryCollection(settings);
        var bus = builder.AddOmnibusCore()
            .AddTransport<KafkaFactory>().AddTransport<MemoryFactory>().AddTransport<RedisFactory>().AddTransport<SqliteFactory>();
        if (handler is not null && scoped)
        {
            builder.Services.AddSingleton(handler);
            bus.Consumer("reader").Handle<Reading, ScopedHandler>();
        }
        else if (handler is not null)
        {
            bus.Consumer("reader").Handle<Reading>(handler);
        }

        if (printing is not null)
        {
            bus.Consumer("reader").Handle<Reading>(printing);
        }

        var host = builder.Build();
        await host.StartAsync();
        return new BenchBus(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
