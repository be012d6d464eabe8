namespace Omnibus.Kafka;

/// <summary>The producers and consumers of a transport that are not closed yet: they are closed with it. Safe on any thread.</summary>
internal sealed class OpenDrivers
{
    private readonly Lock _gate = new();
    private readonly HashSet<IAsyncDisposable> _open = [];
    private Task? _closed;

    /// <summary>Throws if the transport is closed.</summary>
    public void ThrowIfClosed(object transport)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, transport);
        }
    }

    /// <summary>Takes a driver that was just opened; one that comes too late is closed at once.</summary>
    public async ValueTask<TDriver> AddAsync<TDriver>(TDriver driver, object transport)
        where TDriver : IAsyncDisposable
    {
        bool late;
        lock (_gate)
        {
            late = _closed is not null || !_open.Add(driver);
        }

        if (late)
        {
            await driver.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(transport.GetType().Name);
        }

        return driver;
    }

    /// <summary>Forgets a driver that closes by itself.</summary>
    public void Remove(IAsyncDisposable driver)
    {
        lock (_gate)
        {
            _open.Remove(driver);
        }
    }

    /// <summary>Closes them all, then runs <paramref name="last"/>. Later calls wait for the first.</summary>
    public ValueTask CloseAsync(Action last)
    {
        lock (_gate)
        {
            return new ValueTask(_closed ??= CloseAsync([.. _open], last));
        }
    }

    private static async Task CloseAsync(IAsyncDisposable[] open, Action last)
    {
        await Task.WhenAll(open.Select(driver => driver.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.Run(last).ConfigureAwait(false);
    }
}
