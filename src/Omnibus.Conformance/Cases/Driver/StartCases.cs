using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Where reading begins.</summary>
internal static class StartCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Start")
        .AddFor(Needs.AnyGroup, "A new group that starts earliest gets everything that is stored", EarliestAsync)
        .AddFor(Needs.AnyGroup, "A new group that starts latest gets what is stored from then on", LatestAsync)
        .AddFor(Needs.AnyGroup, "A new group that starts at a time begins with the first record of that time", Needs.Ability<ITimeIndex>(), AtTimeAsync)
        .AddFor(Needs.AnyGroup, "A new group that starts at a position begins with the record there", FromPositionAsync)
        .AddFor(Needs.AnyGroup, "A new group's start is stored for every partition before the first delivery", StoredAtOnceAsync)
        .AddFor(Needs.AnyGroup, "A group that exists goes on where it is, whatever start is configured", ExistingWinsAsync)
        .Add("A reader without a group begins where it is told", WithoutGroupAsync)
        .Cases;

    private static async Task EarliestAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sent = await run.SendToEachAsync(topic, 3).ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, run.NewGroup(), way, StartPoint.Earliest).ConfigureAwait(false);
        Check.SameMembers(
            sent.Select(record => record.Text), (await reader.TakeAsync(sent.Count).ConfigureAwait(false)).Select(record => record.Text), "What a new group got");
    }

    private static async Task LatestAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        await run.SendToEachAsync(topic, 3, "old ").ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, run.NewGroup(), way, StartPoint.Latest).ConfigureAwait(false);
        Check.SameMembers([], (await reader.ReceiveAsync(100).ConfigureAwait(false)).Select(record => record.Text), "What was there before anything new was stored");
        var sent = await run.SendToEachAsync(topic, 3, "new ").ConfigureAwait(false);
        Check.SameMembers(
            sent.Select(record => record.Text), (await reader.TakeAsync(sent.Count).ConfigureAwait(false)).Select(record => record.Text), "What a new group got");
    }

    private static async Task AtTimeAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var (time, bodies) = await StoreAroundAsync(run, topic).ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, run.NewGroup(), way, StartPoint.At(time)).ConfigureAwait(false);
        Check.SameMembers(
            bodies, (await reader.TakeAsync(bodies.Count).ConfigureAwait(false)).Select(record => record.Text), "What a new group got from a time on");
        Check.SameMembers([], (await reader.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What came beyond that");
    }

    private static async Task FromPositionAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sent = await run.SendAsync(topic, ConformanceRun.Numbers(10)).ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, run.NewGroup(), way, StartPoint.From(sent[6].Position)).ConfigureAwait(false);
        Check.SameMembers(["6", "7", "8", "9"], (await reader.TakeAsync(4).ConfigureAwait(false)).Select(record => record.Text), "What a new group got from a position on");
        Check.SameMembers([], (await reader.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What came beyond that");

        var behind = await run.JoinAsync(topic, run.NewGroup(), way, StartPoint.From(sent[6].Position.Next)).ConfigureAwait(false);
        Check.SameMembers(
            ["7", "8", "9"], (await behind.TakeAsync(3).ConfigureAwait(false)).Select(record => record.Text), "What a new group got from the place behind a record on");
    }

    private static async Task StoredAtOnceAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendToEachAsync(topic, 2, "old ").ConfigureAwait(false);

        // It sees nothing and settles nothing, and is gone before anything new is stored. The start must have been stored all the same.
        var before = await run.JoinAsync(topic, group, way, StartPoint.Latest).ConfigureAwait(false);
        await before.LeaveAsync().ConfigureAwait(false);
        var sent = await run.SendToEachAsync(topic, 2, "new ").ConfigureAwait(false);
        var after = await run.JoinAsync(topic, group, way, StartPoint.Latest).ConfigureAwait(false);
        Check.SameMembers(
            sent.Select(record => record.Text),
            (await after.TakeAsync(sent.Count).ConfigureAwait(false)).Select(record => record.Text),
            "What was stored while the new group was away");
    }

    private static async Task ExistingWinsAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendAsync(topic, ConformanceRun.Numbers(6)).ConfigureAwait(false);
        var before = await run.JoinAsync(topic, group, way, StartPoint.Earliest).ConfigureAwait(false);
        var received = await before.TakeAsync(2).ConfigureAwait(false);
        await before.AcknowledgeAsync(received).ConfigureAwait(false);
        await before.LeaveAsync().ConfigureAwait(false);

        var after = await run.JoinAsync(topic, group, way, StartPoint.Latest).ConfigureAwait(false);
        Check.SameMembers(
            ConformanceRun.Numbers(6).Except(received.Select(record => record.Text)),
            (await after.TakeAsync(4).ConfigureAwait(false)).Select(record => record.Text),
            "What came after the group's configured start was changed to the latest");
    }

    private static async Task WithoutGroupAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sent = await run.SendAsync(topic, ConformanceRun.Numbers(5)).ConfigureAwait(false);
        var earliest = await run.ReadAsync(topic).ConfigureAwait(false);
        Check.Sequence(ConformanceRun.Numbers(5), (await earliest.TakeAsync(5).ConfigureAwait(false)).Select(record => record.Text), "From the earliest");
        var position = await run.ReadAsync(topic, StartPoint.From(sent[3].Position)).ConfigureAwait(false);
        Check.Sequence(["3", "4"], (await position.TakeAsync(2).ConfigureAwait(false)).Select(record => record.Text), "From a position");
        var latest = await run.ReadAsync(topic, StartPoint.Latest).ConfigureAwait(false);
        Check.Sequence([], (await latest.ReceiveAsync(5).ConfigureAwait(false)).Select(record => record.Text), "From the latest, before anything new");
        await run.SendAsync(topic, ["new"]).ConfigureAwait(false);
        Check.Sequence(["new"], (await latest.TakeAsync(1).ConfigureAwait(false)).Select(record => record.Text), "From the latest");
    }

    /// <summary>Stores records before a time and after it, by the broker's clock, and returns the time and what was stored since.</summary>
    internal static async Task<(DateTimeOffset Time, IReadOnlyList<string> Since)> StoreAroundAsync(ConformanceRun run, string topic)
    {
        var watcher = await run.ReadAsync(topic).ConfigureAwait(false);
        await run.SendAsync(topic, ConformanceRun.Numbers(3)).ConfigureAwait(false);
        var before = TimeOf((await watcher.TakeAsync(3).ConfigureAwait(false))[2]);
        var deadline = run.Deadline();
        for (var number = 3; !deadline.Passed; number++)
        {
            var body = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await run.SendAsync(topic, [body]).ConfigureAwait(false);
            var time = TimeOf((await watcher.TakeAsync(1).ConfigureAwait(false))[0]);
            if (time > before)
            {
                await run.SendAsync(topic, ["last"]).ConfigureAwait(false);
                return (DateTimeOffset.FromUnixTimeMilliseconds(time), [body, "last"]);
            }
        }

        throw run.TooSlow("A later time on the broker's clock");

        static long TimeOf(ReceivedRecord record) =>
            record.StoredAt ?? throw new ConformanceException("The transport has a time index, and its deliveries do not say when they were stored.");
    }
}
