namespace Omnibus.Brokers;

/// <summary>How a Redis for a test is set up.</summary>
public sealed class RedisServerOptions
{
    /// <summary>
    /// Whether the test kills, freezes or restarts it. A server that <c>OMNIBUS_TEST_REDIS</c> names is then passed over. Always so with <see cref="Settings"/> and <see cref="SentinelOf"/>.
    /// </summary>
    public bool NeedsControl { get; set; }

    /// <summary>
    /// Whether the data survives <see cref="Broker.KillAsync"/> and <see cref="Broker.RestartAsync"/>: an append-only file without fsync,
    /// written before each answer.
    /// </summary>
    public bool Persistent { get; set; } = true;

    /// <summary>
    /// The server that this one watches over, by the name <see cref="SentinelName"/>: it is a sentinel and no store then, and needs a program and not a container.
    /// </summary>
    public RedisServer? SentinelOf { get; set; }

    /// <summary>What a sentinel calls the server.</summary>
    public const string SentinelName = "main";

    /// <summary>Further directives of redis.conf, for example <c>maxmemory</c>, <c>8mb</c>.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>();
}
