namespace Omnibus.Brokers.Finding;

/// <summary>The redis-server of Debian and its relatives, unpacked into the tools folder without root.</summary>
public static class RedisPackages
{
    private static readonly DebianPackages s_packages = new("redis", "redis-server", ["redis-tools"], "usr/bin/redis-server");

    /// <summary>The unpacked program; null if there is none.</summary>
    internal static string? Program => s_packages.Program;

    /// <summary>The folders of the libraries beside it, as LD_LIBRARY_PATH takes them.</summary>
    internal static string Libraries => s_packages.Libraries;

    /// <summary>Whether this system has the tools for it.</summary>
    public static bool CanFetch => s_packages.CanFetch;

    /// <summary>
    /// Fetches and unpacks redis-server if no Redis can be found otherwise. Does nothing where one is there or <see cref="CanFetch"/> is false.
    /// </summary>
    /// <param name="say">Takes one line about what is done.</param>
    /// <exception cref="BrokerException">The packages could not be fetched.</exception>
    public static async Task FetchIfMissingAsync(Action<string> say, CancellationToken cancellationToken = default)
    {
        if (CanFetch && await RedisServer.FindMissingAsync(new() { NeedsControl = true }, cancellationToken) is not null)
        {
            await s_packages.FetchAsync(say, cancellationToken);
        }
    }
}
