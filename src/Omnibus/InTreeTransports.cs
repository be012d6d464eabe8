using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Omnibus.Hosting;
using Omnibus.Kafka;
using Omnibus.Memory;
using Omnibus.Redis;
using Omnibus.Schemas;
using Omnibus.Sqlite;

namespace Omnibus;

/// <summary>Everything that comes with the package: its transports, and what only a package that sees the host can know.</summary>
internal static class InTreeTransports
{
    /// <summary>Adds it once: what an application put in its place stays.</summary>
    public static OmnibusBuilder AddTo(OmnibusBuilder bus)
    {
        if (bus.Services.Any(service => service.ServiceType == typeof(ShutdownLimit)))
        {
            return bus;
        }

        bus.Services.AddSingleton(new ShutdownLimit(static services => services.GetService<IOptions<HostOptions>>()?.Value.ShutdownTimeout));
        bus.Services.TryAddSingleton<IAvroEngine, AvroEngine>();
        return bus
            .AddPlugins()
            .AddTransport<MemoryFactory>()
            .AddTransport<SqliteFactory>()
            .AddTransport<RedisFactory>()
            .AddTransport<KafkaFactory>();
    }
}
