using Omnibus.Memory;
using Omnibus.Redis;
using Omnibus.Sqlite;

namespace Omnibus;

/// <summary>The transports that come with this package. One of them, or several, are chosen by configuration; the others cost nothing.</summary>
internal static class InTreeTransports
{
    public static OmnibusBuilder AddTo(OmnibusBuilder builder) => builder
        .AddTransport<MemoryFactory>()
        .AddTransport<SqliteFactory>()
        .AddTransport<RedisFactory>();
}
