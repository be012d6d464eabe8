using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>An owner that was away too long cannot settle.</summary>
internal static class FencingCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Fencing")
        .AddFor(Coordination.Leases, "A settlement under an old epoch is refused and moves nothing", RefusesAsync)
        .AddFor(Coordination.Leases, "When one settlement is refused, all the others of the call are done", DoesTheOthersAsync)
        .Cases;

    private static async Task RefusesAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendAsync(topic, ConformanceRun.Numbers(6)).ConfigureAwait(false);
        var frozen = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await frozen.TakeAsync(6).ConfigureAwait(false);
        var thief = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var again = await thief.TakeAsync(6).ConfigureAwait(false);
        await thief.AcknowledgeAsync(again[1]).ConfigureAwait(false);

        Check.Sequence([received[5].Place], await RefusedAsync(frozen, [received[5]]).ConfigureAwait(false), "The partitions that were refused");
        await thief.CrashAsync().ConfigureAwait(false);
        var next = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.Sequence(
            ["2", "3", "4", "5"], (await next.TakeAsync(4).ConfigureAwait(false)).Select(record => record.Text), "What the group went on with after a refused settlement");
    }

    private static async Task DoesTheOthersAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var sent = await run.SendToEachAsync(topic, 2).ConfigureAwait(false);
        var owner = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var received = await owner.TakeAsync(sent.Count).ConfigureAwait(false);

        // One partition in the middle goes to somebody else: those before and behind it must be settled.
        var stolen = new TopicPartition(topic, run.Harness.Partitions / 2);
        var thief = await run.JoinAsync(topic, group, way, partitions: [stolen.Partition]).ConfigureAwait(false);
        Check.Sequence([stolen], await RefusedAsync(owner, received).ConfigureAwait(false), "The partitions that were refused");
        await thief.CrashAsync().ConfigureAwait(false);
        await owner.CrashAsync().ConfigureAwait(false);

        var next = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        IEnumerable<ReceivedRecord> rest = [.. await next.TakeAsync(2).ConfigureAwait(false), .. await next.DrainAsync().ConfigureAwait(false)];
        Check.SameMembers(
            sent.Where(record => record.StoredIn == stolen).Select(record => record.Text), rest.Select(record => record.Text), "What was not settled");
    }

    private static async Task<IReadOnlyList<TopicPartition>> RefusedAsync(Reader reader, IReadOnlyList<ReceivedRecord> records)
    {
        try
        {
            await reader.AcknowledgeAsync(records).ConfigureAwait(false);
        }
        catch (FencedException exception)
        {
            return exception.Partitions;
        }

        throw new ConformanceException("A settlement under an old epoch was taken: nothing was refused.");
    }
}
