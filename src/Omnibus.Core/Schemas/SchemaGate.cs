namespace Omnibus.Schemas;

/// <summary>
/// Holds the first events of a type back until their schemas are registered, and lets them go in the order in which they came. Once it is open it
/// costs a look. Safe on any thread.
/// </summary>
#pragma warning disable CA1001 // the semaphore holds nothing: no handle of it is ever asked for
internal sealed class SchemaGate(IReadOnlyList<RecordSchemas> routes, TimeSpan patience, TimeProvider time)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;

    /// <summary>Whether an event may pass as it is.</summary>
    /// <param name="textKey">The event's key is not at its key path.</param>
    public bool IsOpen(bool textKey)
    {
        if (Volatile.Read(ref _waiting) > 0)
        {
            return false;
        }

        foreach (var route in routes)
        {
            if (!route.IsReady(textKey))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits for its turn, and until every schema is registered. Whoever returns from here calls <see cref="Leave"/> once its events are queued.</summary>
    /// <exception cref="OmnibusException">A store refuses a schema, or was not there in time.</exception>
    public async ValueTask EnterAsync(bool textKey, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        Interlocked.Increment(ref _waiting);
        var has = false;
        try
        {
            has = await _turn.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
            if (!has)
            {
                throw Faults.SchemasNotInTime();
            }

            foreach (var route in routes)
            {
                var left = patience - time.GetElapsedTime(started);
                await route.EnsureAsync(textKey, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            Interlocked.Decrement(ref _waiting);
            if (has)
            {
                _turn.Release();
            }

            throw;
        }
    }

    /// <summary>Lets the next one pass.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref _waiting);
        _turn.Release();
    }
}
