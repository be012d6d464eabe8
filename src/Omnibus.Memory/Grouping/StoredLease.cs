using Omnibus.Drivers;

namespace Omnibus.Memory.Grouping;

/// <summary>A lease: who holds it, since which epoch, and a counter that stands still when its holder is gone. Guarded by the store's gate.</summary>
internal sealed class StoredLease(LeaseName name)
{
    private TimeSpan _duration;
    private long _counter;

    public LeaseName Name { get; } = name;

    public string? Owner { get; private set; }

    public long Epoch { get; private set; }

    public LeaseState State => new(Name, Owner, Epoch, _counter, _duration);

    public bool IsHeld(Lease lease) => Owner == lease.Owner && Epoch == lease.Epoch;

    public bool TryAcquire(LeaseClaim claim, Func<long> newEpoch)
    {
        if (Owner is not null && claim.Expected != State)
        {
            return false;
        }

        (Owner, Epoch, _counter, _duration) = (claim.Owner, newEpoch(), 0, claim.Duration);
        return true;
    }

    public void Renew() => _counter++;

    public void Release() => Owner = null;
}
