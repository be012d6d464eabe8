using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Recovery;

/// <summary>Moves a group's positions. A group that has members is left alone, unless its members are made to give everything up first.</summary>
/// <param name="transport">Where the group is.</param>
/// <param name="group">The group.</param>
/// <param name="who">Who does this: the owner of leases, for as long as they are taken away.</param>
internal sealed class GroupControl(TransportRuntime transport, string group, string who)
{
    /// <summary>Members come back by themselves, and may do so in between.</summary>
    private const int MostTries = 20;

    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(10);

    private readonly IGroupAdministrator _groups =
        transport.Transport as IGroupAdministrator ?? throw Faults.Unable(transport.Name, "describe and move groups");

    /// <exception cref="OmnibusException">There is no such group.</exception>
    public async Task<GroupDescription> DescribeAsync(CancellationToken cancellationToken) =>
        await AskAsync(() => _groups.DescribeGroupAsync(group, cancellationToken)).ConfigureAwait(false) ?? throw Faults.NoGroup(group, transport.Name);

    /// <summary>Has the group go on at a position, inclusive.</summary>
    /// <exception cref="OmnibusException">The group has members, and that was not to be overcome or cannot be here.</exception>
    public async Task MoveAsync(TopicPartition partition, Position position, bool force, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await AskAsync(async () =>
                {
                    await _groups.SetPositionAsync(group, partition, position, cancellationToken).ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
                return;
            }
            catch (OmnibusException exception) when (exception.InnerException is GroupActiveException active)
            {
                if (!force || transport.Transport is not ILeaseStore leases || tries == MostTries)
                {
                    throw Faults.GroupHasMembers(group, transport.Name, active.Members, mayForce: !force && transport.Transport is ILeaseStore);
                }

                await AskAsync(async () =>
                {
                    await TakeAwayAsync(leases, cancellationToken).ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Takes every lease of the group and frees it: its members find that they have lost everything, settle nothing more, and come back from the stored
    /// positions. What they were handling is delivered again.
    /// </summary>
    private async Task TakeAwayAsync(ILeaseStore leases, CancellationToken cancellationToken)
    {
        foreach (var state in await leases.ListAsync(group, cancellationToken).ConfigureAwait(false))
        {
            if (state.Owner is not null
                && await leases.TryAcquireAsync(new LeaseClaim(state.Name, who, s_lease, state), cancellationToken).ConfigureAwait(false) is { } grant)
            {
                await leases.ReleaseAsync([new Lease(state.Name, who, grant.Epoch)], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<T> AskAsync<T>(Func<ValueTask<T>> call) =>
        transport.AskAsync(call, (code, exception) => Faults.GroupUnusable(group, transport.Name, code, exception));
}
