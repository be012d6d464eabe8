using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Ownership that the broker decides, and tells through <see cref="IPartitionOwner"/>.</summary>
internal static class OwnershipCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Ownership")
        .AddFor(Coordination.Broker, "A partition is assigned before its first delivery", AssignsFirstAsync)
        .AddFor(Coordination.Broker, "What a consumer returns while it gives partitions up is settled", SettlesWhenRevokedAsync)
        .AddFor(Coordination.Broker, "What a consumer does not return comes to the next owner", LeavesTheRestAsync)
        .AddFor(Coordination.Broker, "A consumer that closes is asked for settlements first", AsksWhenClosingAsync)
        .AddFor(Coordination.Broker, "A member that was silent too long loses its partitions and settles nothing", LosesAsync)
        .Cases;

    private static async Task AssignsFirstAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sent = await run.SendToEachAsync(topic, 5).ConfigureAwait(false);
        var reader = await Reader.OpenAsync(
            run, run.Transport, new ReadRequest { Topics = [topic], Group = run.NewGroup(), Coordination = way, DoNotWait = true }).ConfigureAwait(false);
        Check.Equal(0, reader.Owner!.Owned.Count, "Partitions that were assigned outside of a receive");
        var count = 0;
        await reader.KeepReceivingAsync(
            () => count == sent.Count,
            record =>
            {
                count++;
                Check.That(reader.Owner.Owned.Contains(record.Place), $"{record} was delivered before its partition was assigned.");
            },
            "The arrival of every record").ConfigureAwait(false);
        CheckUse(reader);
    }

    private static async Task SettlesWhenRevokedAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var (first, received) = await OwnAllAsync(run, topic, group, way).ConfigureAwait(false);
        first.Owner!.OnRevoking = partitions => new(
            [.. received.Where(record => partitions.Contains(record.Place)).GroupBy(record => record.Place)
                .Select(place => first.SettlementOf(place.MaxBy(record => record.Position)!))]);
        var second = await JoinSecondAsync(run, topic, group, way, first).ConfigureAwait(false);
        Check.That(first.Owner.Revoked.Count > 0, "Partitions went to a second consumer and the first was not asked.");

        var sent = await run.SendToEachAsync(topic, 1, "new ").ConfigureAwait(false);
        var given = second.Owner!.Owned;
        var expected = sent.Where(record => given.Contains(record.StoredIn)).Select(record => record.Text).ToList();
        var came = new List<ReceivedRecord>();
        await Task.WhenAll(
            second.KeepReceivingAsync(
                () => expected.All(text => came.Any(record => record.Text == text)), came.Add, "The arrival of new records at the second consumer"),
            first.DrainAsync()).ConfigureAwait(false);
        Check.SameMembers(expected, came.Select(record => record.Text), "What the second consumer got of the partitions that the first gave up, all settled");
        CheckUse(first, second);
    }

    private static async Task LeavesTheRestAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var (first, received) = await OwnAllAsync(run, topic, group, way).ConfigureAwait(false);
        var second = await JoinSecondAsync(run, topic, group, way, first).ConfigureAwait(false);
        var given = second.Owner!.Owned;
        var expected = received.Where(record => given.Contains(record.Place)).Select(record => record.Text).ToList();
        var came = new List<ReceivedRecord>();
        await Task.WhenAll(
            second.KeepReceivingAsync(() => came.Count >= expected.Count, came.Add, "The repetition of what the first consumer had not settled"),
            first.DrainAsync()).ConfigureAwait(false);
        Check.SameMembers(expected, came.Select(record => record.Text), "What the second consumer got of the partitions that the first gave up unsettled");
        CheckUse(first, second);
    }

    private static async Task AsksWhenClosingAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        var (first, received) = await OwnAllAsync(run, topic, group, way).ConfigureAwait(false);
        var kept = received.Where(record => record.Place.Partition == 0).OrderBy(record => record.Position).ToList();
        first.Owner!.OnRevoking = partitions => new(partitions.Contains(kept[0].Place) ? [first.SettlementOf(kept[1])] : []);
        await first.LeaveAsync().ConfigureAwait(false);
        Check.SameMembers(received.Select(record => record.Place).Distinct(), first.Owner.Revoked, "The partitions that a closing consumer was asked about");
        CheckUse(first);

        var second = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var expected = received.Except(kept.Take(2)).Select(record => record.Text).ToList();
        var came = await second.TakeAsync(expected.Count).ConfigureAwait(false);
        Check.SameMembers(expected, came.Select(record => record.Text), "What came after two records of partition 0 were settled in closing");
    }

    private static async Task LosesAsync(ConformanceRun run, Coordination way)
    {
        if (run.Harness.SilenceLimit is not { } limit)
        {
            throw new NotAskedException("the harness does not say after which silence the broker takes a member's partitions");
        }

        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        var (silent, received) = await OwnAllAsync(run, topic, group, way).ConfigureAwait(false);
        var second = await Reader.OpenAsync(
            run, run.Open(), new ReadRequest { Topics = [topic], Group = group, Coordination = way, DoNotWait = true }).ConfigureAwait(false);
        await second.KeepReceivingAsync(
            () => second.Owner!.Owned.Count == run.Harness.Partitions, _ => { }, "The take-over of a silent member's partitions", limit + run.Patience).ConfigureAwait(false);

        await silent.WaitUntilAsync(() => silent.Owner!.LostPartitions.Count > 0, "The news that partitions were lost").ConfigureAwait(false);
        Check.Equal(0, silent.Owner!.Revoked.Count, "Partitions about which the silent member was asked, though they were gone");
        try
        {
            await silent.AcknowledgeAsync(received).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ConformanceException)
        {
            // It may be refused or be without effect.
        }

        await silent.CrashAsync().ConfigureAwait(false);
        await second.CrashAsync().ConfigureAwait(false);
        var third = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers(
            received.Select(record => record.Text),
            (await third.TakeAsync(received.Count).ConfigureAwait(false)).Select(record => record.Text),
            "What came after a silent member tried to settle what it had lost");
        CheckUse(silent, second);
    }

    private static async Task<(Reader Reader, IReadOnlyList<ReceivedRecord> Received)> OwnAllAsync(
        ConformanceRun run, string topic, string group, Coordination way)
    {
        var sent = await run.SendToEachAsync(topic, 4).ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        return (reader, await reader.TakeAsync(sent.Count).ConfigureAwait(false));
    }

    private static async Task<Reader> JoinSecondAsync(ConformanceRun run, string topic, string group, Coordination way, Reader first)
    {
        var second = await Reader.OpenAsync(
            run, run.Open(), new ReadRequest { Topics = [topic], Group = group, Coordination = way, DoNotWait = true }).ConfigureAwait(false);
        bool Shared() => second.Owner!.Owned.Count > 0 && first.Owner!.Owned.Count + second.Owner.Owned.Count == run.Harness.Partitions;
        await Task.WhenAll(
            first.WaitUntilAsync(Shared, "A division of partitions between two consumers"),
            second.WaitUntilAsync(Shared, "A division of partitions between two consumers")).ConfigureAwait(false);

        // What came while the partitions were divided is part of what the case looks at.
        return second;
    }

    private static void CheckUse(params IReadOnlyList<Reader> readers)
    {
        foreach (var reader in readers)
        {
            Check.Equal(null, reader.Owner!.Misuse, "What the driver did wrong in telling its owner");
        }
    }
}
