using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>Rounds: look at the group, plan, give up, acquire.</summary>
internal sealed partial class LeaseCoordinator
{
    // Of the rounds alone.
    private LeaseSightings _sightings = LeaseSightings.None;
    private TimeSpan _topicCheck;
    private bool _hasLooked;

    private async Task RunRoundsAsync()
    {
        var failures = 0;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await RoundAsync().ConfigureAwait(false);
                failures = 0;
                Succeeded(Work.Rounds);
            }
#pragma warning disable CA1031 // Whatever the store throws, coordination goes on: the members must come together again when it is back.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures++;
                Failed(Work.Rounds, exception);
            }

            await PauseAsync(failures == 0 ? _options.Round : BackOff(failures), _stopping.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask RoundAsync()
    {
        await ReleaseDrainedAsync().ConfigureAwait(false);
        try
        {
            if (Now >= _topicCheck)
            {
                await _partitions.RefreshAsync(_calls).ConfigureAwait(false);
                _topicCheck = Now + _options.TopicCheck;
            }
        }
        finally
        {
            // The topics that are known are worth coordinating, though another one cannot be described.
            await CoordinateAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask CoordinateAsync()
    {
        var listing = await _calls.AskAsync(token => _store.ListAsync(_options.Group, token)).ConfigureAwait(false);
        Look(listing);
        await JoinAsync().ConfigureAwait(false);

        var plan = LeasePlanner.Plan(_me, _partitions.All, _sightings, _held, patience: _options.Duration * 2);
        _members = plan.Members;
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        foreach (var partition in plan.GiveUp)
        {
            GiveUp(partition);
        }

        foreach (var state in plan.Acquire)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            await AcquireAsync(state, _me.Name).ConfigureAwait(false);
        }

        foreach (var state in plan.Bury)
        {
            await BuryAsync(state).ConfigureAwait(false);
        }
    }

    private void Look(IReadOnlyList<LeaseState> listing)
    {
        var listed = listing.Select(static state => state.Name).ToHashSet();
        var never = _partitions.All
            .Select(partition => LeaseName.Of(_options.Group, partition))
            .Where(name => !listed.Contains(name))
            .Select(Free);
        _sightings = _sightings.Observe(listing.Concat(never), Now);

        // A name that is new at each start can only be ours. One that outlives restarts is ours at the start; later another process may use it.
        if (!_hasLooked || !_options.MemberIsStable)
        {
            Change(held => held.Inherit(listing.Where(state => state.Name.Member == _me.Name || state.Owner == _me.Name)));
        }

        _hasLooked = true;
    }

    /// <summary>Becomes a member, or stays one: without a membership nothing is acquired.</summary>
    private async ValueTask JoinAsync()
    {
        if (_held.Find(_membership) is not null)
        {
            return;
        }

        var seen = _sightings.Find(_membership);
        var isFree = seen is not { IsTakeable: false } taken || _held.IsOurs(taken.State);
        if (!isFree || !await AcquireAsync(seen?.State ?? Free(_membership), _me.TopicList).ConfigureAwait(false))
        {
            throw new InvalidOperationException(
                $"Another process is member '{_me.Name}' of group '{_options.Group}'. Give each live process its own Omnibus:Instance, or none.");
        }
    }

    private async ValueTask<bool> AcquireAsync(LeaseState state, string owner)
    {
        var asked = Now;
        Change(held => held.Claimed(state.Name));
        var claim = new LeaseClaim(state.Name, owner, _options.Duration, state.Owner is null ? null : state);
        if (await _calls.AskAsync(token => _store.TryAcquireAsync(claim, token)).ConfigureAwait(false) is not { } grant)
        {
            Change(held => held.Refused(state.Name));
            return false;
        }

        var lease = new Lease(state.Name, owner, grant.Epoch);
        lock (_turn)
        {
            if (!_stopping.IsCancellationRequested)
            {
                Change(held => held.Granted(lease, asked + _options.Duration));
                if (state.Name.Partition is { } partition)
                {
                    _owner.Assigned([new Assignment(partition, grant.Position, grant.Epoch)]);
                }

                return true;
            }
        }

        await _quickCalls.TellAsync(token => _store.ReleaseAsync([lease], token)).ConfigureAwait(false);
        return false;
    }

    /// <summary>Removes the membership of someone dead, unless that one lives again meanwhile: then it joins anew.</summary>
    private async ValueTask BuryAsync(LeaseState dead)
    {
        var claim = new LeaseClaim(dead.Name, _me.Name, _options.Duration, dead);
        if (await _calls.AskAsync(token => _store.TryAcquireAsync(claim, token)).ConfigureAwait(false) is { } grant)
        {
            await _calls.TellAsync(token => _store.ReleaseAsync([new Lease(dead.Name, _me.Name, grant.Epoch)], token)).ConfigureAwait(false);
        }
    }

    private LeaseState Free(LeaseName name) => new(name, null, 0, 0, _options.Duration);
}
