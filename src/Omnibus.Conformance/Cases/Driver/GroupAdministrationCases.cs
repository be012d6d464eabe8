using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Groups are described, moved when they are idle, and removed.</summary>
internal static class GroupAdministrationCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Group administration")
        .AddFor(Needs.AnyGroup, "A group is described with its members, its positions and its lag", Needs.Ability<IGroupAdministrator>(), DescribesAsync)
        .AddFor(Needs.AnyGroup, "An idle group is moved to a position", Needs.Ability<IGroupAdministrator>(), MovesAsync)
        .AddFor(Needs.AnyGroup, "A group with members is neither moved nor removed", Needs.Ability<IGroupAdministrator>(), ProtectsAsync)
        .AddFor(Needs.AnyGroup, "A removed group is new when it comes back", Needs.Ability<IGroupAdministrator>(), RemovesAsync)
        .Cases;

    private static async Task DescribesAsync(ConformanceRun run, Coordination way)
    {
        var administrator = (IGroupAdministrator)run.Transport;
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        Check.That(await administrator.DescribeGroupAsync(group, run.Stop).ConfigureAwait(false) is null, "A group that nobody made is described.");
        await run.SendToEachAsync(topic, 5).ConfigureAwait(false);
        var reader = await JoinAsync(run, topic, group, way).ConfigureAwait(false);
        var received = await reader.TakeAsync(run.Harness.Partitions * 5).ConfigureAwait(false);
        var settled = received.Where(record => record.Place.Partition == 0).OrderBy(record => record.Position).Take(2).ToList();
        await reader.AcknowledgeAsync(settled).ConfigureAwait(false);

        Check.That((await administrator.ListGroupsAsync(run.Stop).ConfigureAwait(false)).Contains(group), "A group is not in the list of groups.");
        var description = await administrator.DescribeGroupAsync(group, run.Stop).ConfigureAwait(false);
        Check.That(description is not null, "A group that reads is not described.");
        Check.Equal(1, description.Members.Count, "The group's members");
        Check.SameMembers(
            Enumerable.Range(0, run.Harness.Partitions), description.Partitions.Select(place => place.Partition.Partition), "The partitions for which the group has a position");
        foreach (var place in description.Partitions)
        {
            var expected = place.Partition.Partition == 0 ? 3 : 5;
            Check.That(place.Lag is null || place.Lag == expected, $"{place.Partition}: {expected} records are not settled and the lag is {place.Lag}.");
            Check.That(place.OldestUnsettled is null || place.OldestUnsettled <= run.Clock.GetUtcNow().AddMinutes(10), $"{place.Partition}: the oldest record is of {place.OldestUnsettled}.");
        }

        Check.That(
            description.Partitions.First(place => place.Partition.Partition == 0).Position > settled[1].Position,
            "The group's position does not lie behind what it settled.");
        await LeaveAsync(run, reader, group, way).ConfigureAwait(false);
    }

    private static async Task MovesAsync(ConformanceRun run, Coordination way)
    {
        var administrator = (IGroupAdministrator)run.Transport;
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var sent = await run.SendAsync(topic, ConformanceRun.Numbers(8)).ConfigureAwait(false);
        var reader = await JoinAsync(run, topic, group, way).ConfigureAwait(false);
        await reader.AcknowledgeAsync(await reader.TakeAsync(6).ConfigureAwait(false)).ConfigureAwait(false);
        await LeaveAsync(run, reader, group, way).ConfigureAwait(false);

        await MoveAsync(run, administrator, group, sent[2]).ConfigureAwait(false);
        var back = await JoinAsync(run, topic, group, way).ConfigureAwait(false);
        Check.SameMembers(
            ConformanceRun.Numbers(6, from: 2), (await back.TakeAsync(6).ConfigureAwait(false)).Select(record => record.Text), "What came after the group was moved back");
        await LeaveAsync(run, back, group, way).ConfigureAwait(false);

        await MoveAsync(run, administrator, group, sent[7]).ConfigureAwait(false);
        var forward = await JoinAsync(run, topic, group, way).ConfigureAwait(false);
        Check.SameMembers(["7"], (await forward.TakeAsync(1).ConfigureAwait(false)).Select(record => record.Text), "What came after the group was moved forward");
    }

    private static async Task ProtectsAsync(ConformanceRun run, Coordination way)
    {
        var administrator = (IGroupAdministrator)run.Transport;
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var sent = await run.SendAsync(topic, ConformanceRun.Numbers(3)).ConfigureAwait(false);
        var reader = await JoinAsync(run, topic, group, way).ConfigureAwait(false);
        await RefusedAsync(() => administrator.SetPositionAsync(group, sent[0].StoredIn, sent[2].Position, run.Stop).AsTask(), "moved").ConfigureAwait(false);
        await RefusedAsync(() => administrator.DeleteGroupAsync(group, run.Stop).AsTask(), "removed").ConfigureAwait(false);
        Check.SameMembers(
            ConformanceRun.Numbers(3), (await reader.TakeAsync(3).ConfigureAwait(false)).Select(record => record.Text), "What the group got that was not to be moved");
    }

    private static async Task RemovesAsync(ConformanceRun run, Coordination way)
    {
        var administrator = (IGroupAdministrator)run.Transport;
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendAsync(topic, ConformanceRun.Numbers(3)).ConfigureAwait(false);
        var reader = await JoinAsync(run, topic, group, way).ConfigureAwait(false);
        await reader.AcknowledgeAsync(await reader.TakeAsync(3).ConfigureAwait(false)).ConfigureAwait(false);
        await LeaveAsync(run, reader, group, way).ConfigureAwait(false);

        var deadline = run.Deadline();
        while (!await TriedAsync(() => administrator.DeleteGroupAsync(group, run.Stop).AsTask()).ConfigureAwait(false))
        {
            Check.That(!deadline.Passed, "A group could not be removed after its only member had left.");
        }

        Check.That(await administrator.DescribeGroupAsync(group, run.Stop).ConfigureAwait(false) is null, "A removed group is still described.");
        Check.That(!await administrator.DeleteGroupAsync(group, run.Stop).ConfigureAwait(false), "A removed group was removed once more.");
        var back = await JoinAsync(run, topic, group, way).ConfigureAwait(false);
        Check.SameMembers(
            ConformanceRun.Numbers(3), (await back.TakeAsync(3).ConfigureAwait(false)).Select(record => record.Text), "What came after the group was removed");
    }

    // A broker may need a moment to notice that a member has left.
    private static async Task MoveAsync(ConformanceRun run, IGroupAdministrator administrator, string group, SentRecord to)
    {
        var deadline = run.Deadline();
        while (!await TriedAsync(async () =>
        {
            await administrator.SetPositionAsync(group, to.StoredIn, to.Position, run.Stop).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false))
        {
            Check.That(!deadline.Passed, "A group could not be moved after its only member had left.");
        }
    }

    private static async Task<bool> TriedAsync(Func<Task<bool>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (GroupActiveException)
        {
            return false;
        }
    }

    private static async Task RefusedAsync(Func<Task> call, string what)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (GroupActiveException)
        {
            return;
        }

        throw new ConformanceException($"A group with a member was {what}.");
    }

    // With leases a member shows itself by a lease of its own, as the core's coordinator does.
    private static async Task<Reader> JoinAsync(ConformanceRun run, string topic, string group, Coordination way)
    {
        var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        if (way == Coordination.Leases)
        {
            await reader.BecomeMemberAsync().ConfigureAwait(false);
        }

        return reader;
    }

    private static async Task LeaveAsync(ConformanceRun run, Reader reader, string group, Coordination way)
    {
        await reader.LeaveAsync().ConfigureAwait(false);
        var deadline = run.Deadline();
        while (await ((IGroupAdministrator)run.Transport).DescribeGroupAsync(group, run.Stop).ConfigureAwait(false) is { Members.Count: > 0 } still)
        {
            Check.That(!deadline.Passed, $"{string.Join(", ", still.Members)} left and is still a member of the group, with coordination {way}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), run.Clock, run.Stop).ConfigureAwait(false);
        }
    }
}
