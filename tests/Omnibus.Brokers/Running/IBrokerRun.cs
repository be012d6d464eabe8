namespace Omnibus.Brokers.Running;

/// <summary>One way to run a broker. Not safe for concurrent calls. Disposing it removes the process and its data.</summary>
internal interface IBrokerRun : IAsyncDisposable
{
    /// <summary>In one line, where this broker comes from.</summary>
    string Origin { get; }

    /// <summary>False where the broker belongs to someone else: then only disposing is allowed, and does nothing.</summary>
    bool Owned { get; }

    /// <summary>Starts it, or starts it again on the same ports and data, and returns when it answers.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends it at once, as a crash would. Does nothing where it does not run.</summary>
    Task KillAsync();

    /// <summary>Stops it from running without closing its connections.</summary>
    Task FreezeAsync();

    /// <summary>Lets a frozen one go on.</summary>
    Task ThawAsync();

    /// <summary>Ends it in order.</summary>
    Task StopAsync();
}
