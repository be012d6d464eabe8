using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>Starting, giving partitions back one by one, and stopping.</summary>
internal sealed partial class LeaseCoordinator
{
    private readonly CancellationTokenSource _drainOver = new();
    private readonly CancellationTokenSource _released = new();

    // Guarded by _gate.
    private readonly List<Task> _drains = [];
    private Task? _running;
    private Task? _stop;
    private Task _renewals = Task.CompletedTask;
    private ITimer? _watch;

    /// <summary>Begins. Returns at once: the store may be away. Does nothing once it was started or stopped.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_running is null && _stop is null)
            {
                var step = _options.Round / 2;
                _watch = _time.CreateTimer(static coordinator => ((LeaseCoordinator)coordinator!).Watch(), this, step, step);
                _running = Task.Run(RunRoundsAsync, CancellationToken.None);
                _renewals = Task.Run(RunRenewalsAsync, CancellationToken.None);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Leaves the group: acquires nothing more, asks the consumer for all it has, releases each partition when it is drained. When any caller's token
    /// is cancelled, what is not drained by then is released as it is. Every call returns when the one stop is over; afterwards the owner is not called.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task stop;
        lock (_gate)
        {
            stop = _stop ??= Task.Run(StopOnceAsync, CancellationToken.None);
        }

        await using var shorten = cancellationToken
            .UnsafeRegister(static over => ((CancellationTokenSource)over!).Cancel(), _drainOver).ConfigureAwait(false);
        await stop.ConfigureAwait(false);
    }

    private async Task StopOnceAsync()
    {
        await UntilDrainIsOverAsync(_running ?? Task.CompletedTask).ConfigureAwait(false);

        // The membership goes first: nobody shall keep a share for us while we drain.
        IReadOnlyList<Lease> membership = _held.Find(_membership) is { } joined ? [joined.Lease] : [];
        Change(held => held.Released(membership));
        var leaving = ReleaseAsync(membership);
        foreach (var partition in _held.Partitions)
        {
            GiveUp(partition);
        }

        await Task.WhenAll(Drains()).ConfigureAwait(false);
        await _released.CancelAsync().ConfigureAwait(false);
        await UntilDrainIsOverAsync(_renewals).ConfigureAwait(false);
        await ReleaseAsync([.. _held.All.Select(held => held.Lease)]).ConfigureAwait(false);
        await leaving.ConfigureAwait(false);
        if (_watch is { } watch)
        {
            await watch.DisposeAsync().ConfigureAwait(false);
        }

        lock (_turn)
        {
            _isSilent = true;
            Change(static _ => HeldLeases.None);
        }
    }

    /// <summary>Asks the consumer for a partition; releases it once the consumer is done with it.</summary>
    private void GiveUp(TopicPartition partition)
    {
        var name = LeaseName.Of(_options.Group, partition);
        Task revoking;
        lock (_turn)
        {
            var (before, after) = Change(held => held.Draining(name));
            if (ReferenceEquals(before, after))
            {
                return;
            }

            revoking = RevokeAsync(partition);
        }

        var drain = DrainAsync(name, revoking);
        lock (_gate)
        {
            _drains.RemoveAll(static ended => ended.IsCompleted);
            _drains.Add(drain);
        }
    }

    private async Task RevokeAsync(TopicPartition partition) =>
        await _owner.RevokingAsync([partition], _drainOver.Token).ConfigureAwait(false);

    private async Task DrainAsync(LeaseName name, Task revoking)
    {
        try
        {
            await revoking.WaitAsync(_drainOver.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_drainOver.IsCancellationRequested)
        {
            // Out of time: what the consumer does later is refused by its epoch.
        }
#pragma warning disable CA1031 // A consumer that cannot drain must not keep the partition from others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failed(Work.Rounds, exception);
        }

        Change(held => held.DrainEnded(name));
        try
        {
            await ReleaseDrainedAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The next round tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failed(Work.Rounds, exception);
        }
    }

    private async ValueTask ReleaseDrainedAsync()
    {
        if (_held.Drained is { Count: > 0 } leases)
        {
            await _quickCalls.TellAsync(token => _store.ReleaseAsync(leases, token)).ConfigureAwait(false);
            Change(held => held.Released(leases));
        }
    }

    /// <summary>Releases what it can: what stays behind runs out by itself.</summary>
    private async Task ReleaseAsync(IReadOnlyList<Lease> leases)
    {
        if (leases.Count == 0)
        {
            return;
        }

        try
        {
            await _quickCalls.TellAsync(token => _store.ReleaseAsync(leases, token)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Stopping goes on without the store.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failed(Work.Rounds, exception);
        }
    }

    private List<Task> Drains()
    {
        lock (_gate)
        {
            return [.. _drains];
        }
    }

    private async ValueTask UntilDrainIsOverAsync(Task task) =>
        await task.WaitAsync(_drainOver.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
