using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Groups share among their consumers, and leave each other alone.</summary>
internal static class GroupCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Groups")
        .AddFor(Needs.AnyGroup, "Consumers of one group share its records, each to exactly one", SharesAsync)
        .AddFor(Needs.AnyGroup, "Groups do not disturb each other", LeavesOthersAloneAsync)
        .AddFor(Needs.AnyGroup, "A group that comes back goes on where it stopped", GoesOnAsync)
        .AddFor(Coordination.Leases | Coordination.Shared, "A second consumer takes nothing from the first", TakesNothingAwayAsync)
        .AddFor(Needs.AnyGroup, "A reader without a group reads everything and changes nothing for groups", WatchesAsync)
        .Cases;

    private static async Task SharesAsync(ConformanceRun run, Coordination way)
    {
        // Whoever shares single records needs no partitions for it.
        var topic = await (way == Coordination.Shared ? run.NewTopicAsync(run.Harness.Partitions) : run.NewPartitionedTopicAsync()).ConfigureAwait(false);
        var group = run.NewGroup();
        var half = run.Harness.Partitions / 2;
        var request = new ReadRequest { Topics = [topic], Group = group, Coordination = way, DoNotWait = true };
        var first = await Reader.OpenAsync(run, run.Transport, request with { Partitions = [.. Enumerable.Range(0, half)] }).ConfigureAwait(false);
        var second = await Reader.OpenAsync(
            run, run.Open(), request with { Partitions = [.. Enumerable.Range(half, run.Harness.Partitions - half)] }).ConfigureAwait(false);
        if (way == Coordination.Broker)
        {
            bool Settled() => first.Owner!.Owned.Count > 0 && second.Owner!.Owned.Count > 0
                && first.Owner.Owned.Count + second.Owner.Owned.Count == run.Harness.Partitions;
            await Task.WhenAll(
                first.WaitUntilAsync(Settled, "An assignment of partitions to both consumers"),
                second.WaitUntilAsync(Settled, "An assignment of partitions to both consumers")).ConfigureAwait(false);
        }

        var sent = await run.SendToEachAsync(topic, 25).ConfigureAwait(false);
        var received = await run.TakeTogetherAsync(sent.Count, first, second).ConfigureAwait(false);
        IEnumerable<ReceivedRecord> all = [.. received, .. await first.DrainAsync().ConfigureAwait(false), .. await second.DrainAsync().ConfigureAwait(false)];
        Check.SameMembers(sent.Select(record => record.Text), all.Select(record => record.Text), "What both consumers of the group received");
    }

    private static async Task LeavesOthersAloneAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var bodies = ConformanceRun.Numbers(20);
        await run.SendAsync(topic, bodies).ConfigureAwait(false);
        var one = await run.JoinAsync(topic, run.NewGroup(), way).ConfigureAwait(false);
        var other = await run.JoinAsync(topic, run.NewGroup(), way).ConfigureAwait(false);
        var received = await one.TakeAsync(bodies.Count).ConfigureAwait(false);
        await one.AcknowledgeAsync(received).ConfigureAwait(false);
        Check.SameMembers(bodies, received.Select(record => record.Text), "The records of the first group");
        Check.SameMembers(
            bodies,
            (await other.TakeAsync(bodies.Count).ConfigureAwait(false)).Select(record => record.Text),
            "The records of the second group, after the first settled them");
        await one.LeaveAsync().ConfigureAwait(false);
        await run.SendAsync(topic, ["more"]).ConfigureAwait(false);
        Check.Equal("more", (await other.TakeAsync(1).ConfigureAwait(false))[0].Text, "The second group's next record, after the first group left");
    }

    private static async Task GoesOnAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendAsync(topic, ConformanceRun.Numbers(20)).ConfigureAwait(false);
        var before = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await before.TakeAsync(12).ConfigureAwait(false);
        await before.AcknowledgeAsync(received).ConfigureAwait(false);
        await before.LeaveAsync().ConfigureAwait(false);
        await run.SendAsync(topic, ConformanceRun.Numbers(5, from: 20)).ConfigureAwait(false);

        var after = await Reader.OpenAsync(run, run.Open(), new ReadRequest { Topics = [topic], Group = group, Coordination = way }).ConfigureAwait(false);
        var rest = await after.TakeAsync(13).ConfigureAwait(false);
        IEnumerable<ReceivedRecord> all = [.. rest, .. await after.DrainAsync().ConfigureAwait(false)];
        Check.SameMembers(
            ConformanceRun.Numbers(25).Except(received.Select(record => record.Text)), all.Select(record => record.Text), "What came after the restart");
    }

    private static async Task TakesNothingAwayAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendAsync(topic, ConformanceRun.Numbers(10)).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var held = await first.TakeAsync(10).ConfigureAwait(false);

        var second = await run.JoinAsync(topic, group, way, partitions: []).ConfigureAwait(false);
        Check.SameMembers([], (await second.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What a second consumer got while the first worked");
        await first.AcknowledgeAsync(held).ConfigureAwait(false);
        await first.LeaveAsync().ConfigureAwait(false);
        await second.LeaveAsync().ConfigureAwait(false);

        var third = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers([], (await third.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What came again after everything was settled");
    }

    private static async Task WatchesAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var bodies = ConformanceRun.Numbers(10);
        await run.SendAsync(topic, bodies).ConfigureAwait(false);
        var member = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await member.TakeAsync(4).ConfigureAwait(false);
        await member.AcknowledgeAsync(received).ConfigureAwait(false);

        var watcher = await run.ReadAsync(topic).ConfigureAwait(false);
        Check.Sequence(bodies, (await watcher.TakeAsync(10).ConfigureAwait(false)).Select(record => record.Text), "What a reader without a group got");
        Check.SameMembers(
            bodies.Except(received.Select(record => record.Text)),
            (await member.TakeAsync(6).ConfigureAwait(false)).Select(record => record.Text),
            "What the group got after it was watched");
    }
}
