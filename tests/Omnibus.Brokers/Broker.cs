using Omnibus.Brokers.Running;

namespace Omnibus.Brokers;

/// <summary>A real broker with data of its own, that is gone at the latest when this process is. Not safe for concurrent calls.</summary>
public abstract class Broker : IAsyncDisposable
{
    private protected Broker(IBrokerRun run) => Run = run;

    /// <summary>In one line, where it comes from.</summary>
    public string Origin => Run.Origin;

    /// <summary>Whether it may be killed, frozen, stopped and restarted.</summary>
    public bool Controlled => Run.Owned;

    private protected IBrokerRun Run { get; }

    /// <summary>Ends it at once, as a crash would (SIGKILL).</summary>
    public Task KillAsync() => Run.KillAsync();

    /// <summary>Stops it from running without closing its connections (SIGSTOP).</summary>
    public Task FreezeAsync() => Run.FreezeAsync();

    /// <summary>Lets a frozen one go on (SIGCONT).</summary>
    public Task ThawAsync() => Run.ThawAsync();

    /// <summary>Ends it in order.</summary>
    public Task StopAsync() => Run.StopAsync();

    /// <summary>Brings a killed or stopped one back, on the same ports and data; a running one is killed first.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await Run.KillAsync();
        await Run.StartAsync(cancellationToken);
    }

    /// <summary>Ends it and deletes its data.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Run.DisposeAsync();
    }

    /// <summary>Returns when it answers; where it does not start, nothing of it stays.</summary>
    private protected static async Task<TBroker> StartAsync<TBroker>(TBroker broker, CancellationToken cancellationToken)
        where TBroker : Broker
    {
        try
        {
            await broker.Run.StartAsync(cancellationToken);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }
}
