using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>What a group has settled it does not get again; what it has not, it does.</summary>
internal static class SettlementCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Settlement")
        .AddFor(Needs.AnyGroup, "What was not settled comes again, however its consumer ended", UnsettledComesAgainAsync)
        .AddFor(Needs.AnyGroup, "What was settled does not come again", SettledStaysAwayAsync)
        .AddFor(Needs.AnyGroup, "Settling twice changes nothing", SettlesTwiceAsync)
        .AddFor(Needs.Ordered, "Settling a position covers everything below it and nothing above", CoversBelowAsync)
        .AddFor(Needs.Ordered, "Settling one partition leaves the others where they are", SettlesOnePartitionAsync)
        .AddFor(Coordination.Shared, "Each record is acknowledged by itself", AcknowledgesOneAsync)
        .AddFor(Coordination.Shared, "A requeued record comes again", RequeuesAsync)
        .AddFor(Coordination.Shared, "A rejected record does not come again", RejectsAsync)
        .AddFor(Coordination.Shared, "What a closed consumer had not settled goes to the others", GoesToOthersAsync)
        .Cases;

    private static async Task UnsettledComesAgainAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 10).ConfigureAwait(false);
        var left = ConformanceRun.Numbers(10);
        foreach (var inGoodOrder in (bool[])[true, false])
        {
            var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
            var received = await reader.TakeAsync(left.Count).ConfigureAwait(false);
            Check.SameMembers(left, Texts(received), "What was not settled before");
            await reader.AcknowledgeAsync([.. received.Take(3)]).ConfigureAwait(false);
            left = [.. Texts(received.Skip(3))];

            // The core receives on while handlers work, and that settles nothing.
            Check.SameMembers([], Texts(await reader.ReceiveAsync(10).ConfigureAwait(false)), "What came beyond that");
            await (inGoodOrder ? reader.LeaveAsync() : reader.CrashAsync()).ConfigureAwait(false);
        }

        var last = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers(left, Texts(await last.TakeAsync(left.Count).ConfigureAwait(false)), "What came again");
        Check.SameMembers([], Texts(await last.DrainAsync().ConfigureAwait(false)), "What came beyond that");
    }

    private static async Task SettledStaysAwayAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 10).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        await first.AcknowledgeAsync(await first.TakeAsync(5).ConfigureAwait(false)).ConfigureAwait(false);
        await first.AcknowledgeAsync(await first.TakeAsync(5).ConfigureAwait(false)).ConfigureAwait(false);
        await first.CrashAsync().ConfigureAwait(false);

        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        await run.SendAsync(topic, ["new"]).ConfigureAwait(false);
        Check.Sequence(["new"], Texts(await second.TakeAsync(1).ConfigureAwait(false)), "The first record after everything was settled");
    }

    private static async Task SettlesTwiceAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 10).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await first.TakeAsync(10).ConfigureAwait(false);
        await first.AcknowledgeAsync([.. received.Take(6)]).ConfigureAwait(false);
        await first.AcknowledgeAsync([.. received.Take(6)]).ConfigureAwait(false);
        await first.AcknowledgeAsync([.. received.Take(2)]).ConfigureAwait(false);
        await first.LeaveAsync().ConfigureAwait(false);

        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers(Texts(received.Skip(6)), Texts(await second.TakeAsync(4).ConfigureAwait(false)), "What came after settling twice");
        Check.SameMembers([], Texts(await second.DrainAsync().ConfigureAwait(false)), "What came beyond that");
    }

    private static async Task CoversBelowAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 10).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await first.TakeAsync(10).ConfigureAwait(false);
        Check.Equal(SettlementModel.Cumulative, first.Consumer.Settlement, "The settlement model of ordered reading");
        await first.AcknowledgeAsync(received[6]).ConfigureAwait(false);
        await first.LeaveAsync().ConfigureAwait(false);

        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.Sequence(Texts(received.Skip(7)), Texts(await second.TakeAsync(3).ConfigureAwait(false)), "What came after record 6 was settled");
    }

    private static async Task SettlesOnePartitionAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var sent = await run.SendToEachAsync(topic, 5).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await first.TakeAsync(sent.Count).ConfigureAwait(false);
        await first.AcknowledgeAsync([.. received.Where(record => record.Place.Partition == 1)]).ConfigureAwait(false);
        await first.LeaveAsync().ConfigureAwait(false);

        var rest = received.Where(record => record.Place.Partition != 1).ToList();
        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers(Texts(rest), Texts(await second.TakeAsync(rest.Count).ConfigureAwait(false)), "What came after partition 1 was settled");
        Check.SameMembers([], Texts(await second.DrainAsync().ConfigureAwait(false)), "What came beyond that");
    }

    private static async Task AcknowledgesOneAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 5).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await first.TakeAsync(5).ConfigureAwait(false);
        Check.Equal(SettlementModel.Individual, first.Consumer.Settlement, "The settlement model of shared reading");
        await first.AcknowledgeAsync(received[1], received[4]).ConfigureAwait(false);
        await first.LeaveAsync().ConfigureAwait(false);

        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers(
            Texts([received[0], received[2], received[3]]), Texts(await second.TakeAsync(3).ConfigureAwait(false)), "What came after two of five were acknowledged");
        Check.SameMembers([], Texts(await second.DrainAsync().ConfigureAwait(false)), "What came beyond that");
    }

    private static async Task RequeuesAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 4).ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await reader.TakeAsync(4).ConfigureAwait(false);
        await reader.SettleAsync(SettlementKind.Requeue, received[1], received[2]).ConfigureAwait(false);
        await reader.AcknowledgeAsync(received[0], received[3]).ConfigureAwait(false);
        var again = await reader.TakeAsync(2).ConfigureAwait(false);
        Check.SameMembers(Texts([received[1], received[2]]), Texts(again), "What came again");
        await reader.AcknowledgeAsync(again).ConfigureAwait(false);
        Check.SameMembers([], Texts(await reader.DrainAsync().ConfigureAwait(false)), "What came beyond that");
    }

    private static async Task RejectsAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 3).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await first.TakeAsync(3).ConfigureAwait(false);
        await first.SettleAsync(SettlementKind.Reject, received[1]).ConfigureAwait(false);
        await first.LeaveAsync().ConfigureAwait(false);

        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers(
            Texts([received[0], received[2]]), Texts(await second.TakeAsync(2).ConfigureAwait(false)), "What came after the second of three was rejected");
        Check.SameMembers([], Texts(await second.DrainAsync().ConfigureAwait(false)), "What came beyond that");
    }

    private static async Task GoesToOthersAsync(ConformanceRun run, Coordination way)
    {
        var (topic, group) = await StoreAsync(run, 6).ConfigureAwait(false);
        var first = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var held = await first.TakeAsync(6).ConfigureAwait(false);
        await first.AcknowledgeAsync(held[0]).ConfigureAwait(false);
        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var taking = second.TakeAsync(5);
        await first.CrashAsync().ConfigureAwait(false);
        Check.SameMembers(Texts(held.Skip(1)), Texts(await taking.ConfigureAwait(false)), "What a waiting consumer got from the one that closed");
    }

    private static async Task<(string Topic, string Group)> StoreAsync(ConformanceRun run, int count)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        await run.SendAsync(topic, ConformanceRun.Numbers(count)).ConfigureAwait(false);
        return (topic, run.NewGroup());
    }

    private static IEnumerable<string> Texts(IEnumerable<ReceivedRecord> records) => records.Select(record => record.Text);
}
