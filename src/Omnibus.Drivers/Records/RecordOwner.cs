namespace Omnibus.Drivers;

/// <summary>
/// Owns the memory behind one or many deliveries, by reference count. It starts with one reference, its maker's. Thread-safe.
/// </summary>
public abstract class RecordOwner
{
    private int _references = 1;

    /// <summary>Adds a reference. Only a holder of a reference may call it.</summary>
    public void Retain() => Interlocked.Increment(ref _references);

    /// <summary>Gives a reference back; the last one frees the memory.</summary>
    /// <exception cref="InvalidOperationException">More references were given back than were taken: memory in use may have been freed.</exception>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        if (left == 0)
        {
            Free();
        }
        else if (left < 0)
        {
            throw new InvalidOperationException("A record's memory was released more often than it was retained.");
        }
    }

    /// <summary>Frees the memory. Called once, by whoever gave back the last reference.</summary>
    protected abstract void Free();

    /// <summary>Makes an owner that was freed usable again, with one reference.</summary>
    private protected void Revive() => Volatile.Write(ref _references, 1);
}
