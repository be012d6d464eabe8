namespace Omnibus.Coordinating;

/// <summary>Renewals, and the watch over what was not renewed in time.</summary>
internal sealed partial class LeaseCoordinator
{
    // Guarded by _turn.
    private Work _failing;
    private bool _isSilent;

    /// <summary>What fails and recovers by itself.</summary>
    [Flags]
    private enum Work
    {
        None = 0,
        Rounds = 1,
        Renewals = 2,
    }

    private async Task RunRenewalsAsync()
    {
        var failures = 0;
        var pause = _options.Renewal;
        while (true)
        {
            await PauseAsync(pause, _released.Token).ConfigureAwait(false);
            if (_released.IsCancellationRequested)
            {
                return;
            }

            var asked = Now;
            try
            {
                await RenewAsync(asked).ConfigureAwait(false);
                failures = 0;
                pause = _options.Renewal - (Now - asked);
                Succeeded(Work.Renewals);
            }
#pragma warning disable CA1031 // Whatever the store throws: the next try may come in time.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures++;
                pause = BackOff(failures);
                Failed(Work.Renewals, exception);
            }
        }
    }

    private async ValueTask RenewAsync(TimeSpan asked)
    {
        ChangeAndTell(held => held.Expired(asked));
        if (_held.Kept is not { Count: > 0 } leases)
        {
            return;
        }

        var lost = await _quickCalls.AskAsync(token => _store.RenewAsync(leases, token)).ConfigureAwait(false);
        ChangeAndTell(held => held.Expired(Now).Renewed(leases, lost, asked + _options.Duration));
    }

    /// <summary>Tells of what ran out, also while a call to the store hangs.</summary>
    private void Watch() => ChangeAndTell(held => held.Expired(Now));

    private void Failed(Work work, Exception exception)
    {
        lock (_turn)
        {
            _failing |= work;
            if (!_isSilent)
            {
                _owner.CoordinationFailed(exception);
            }
        }
    }

    private void Succeeded(Work work)
    {
        lock (_turn)
        {
            var failed = _failing;
            _failing &= ~work;
            if (failed != Work.None && _failing == Work.None && !_isSilent)
            {
                _owner.CoordinationRecovered();
            }
        }
    }

    private TimeSpan BackOff(int failures) => TimeSpan.FromTicks(Math.Min(_options.Round.Ticks << Math.Min(failures - 1, 8), _options.Renewal.Ticks));

    /// <summary>Waits, up to a fifth less, so that members do not call in step.</summary>
    private async ValueTask PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause > TimeSpan.Zero)
        {
            var jittered = pause * (0.8 + (0.2 * _options.Jitter.NextDouble()));
            await Task.Delay(jittered, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
