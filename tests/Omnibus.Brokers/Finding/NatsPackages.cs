namespace Omnibus.Brokers.Finding;

/// <summary>The nats-server of Debian and its relatives, unpacked into the tools folder without root.</summary>
public static class NatsPackages
{
    private static readonly DebianPackages s_packages = new("nats", "nats-server", [], "usr/sbin/nats-server");

    /// <summary>The unpacked program; null if there is none.</summary>
    internal static string? Program => s_packages.Program;

    /// <summary>Whether this system has the tools for it.</summary>
    public static bool CanFetch => s_packages.CanFetch;

    /// <summary>Fetches and unpacks nats-server if none can be found otherwise. Does nothing where one is there or <see cref="CanFetch"/> is false.</summary>
    /// <param name="say">Takes one line about what is done.</param>
    /// <exception cref="BrokerException">The package could not be fetched.</exception>
    public static async Task FetchIfMissingAsync(Action<string> say, CancellationToken cancellationToken = default)
    {
        if (CanFetch && await NatsServer.FindMissingAsync(needsControl: true, cancellationToken) is not null)
        {
            await s_packages.FetchAsync(say, cancellationToken);
        }
    }
}
