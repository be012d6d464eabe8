using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Going elsewhere, pausing, being assigned, and finding by time.</summary>
internal static class ReadingCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Reading")
        .Add("A consumer goes to a position, backward and forward", Needs.Ability<ISeekableConsumer>(), SeeksAsync)
        .Add("A paused partition delivers nothing while the others go on, and loses nothing", Needs.Ability<IPausableConsumer>(), PausesAsync)
        .Add(
            "A paused partition goes on where it was sent meanwhile",
            Needs.All(Needs.Ability<IPausableConsumer>(), Needs.Ability<ISeekableConsumer>()),
            SeeksWhilePausedAsync)
        .Add("A partition is read from its assignment's start, and anew when it is assigned again", Needs.Coordination(Coordination.Leases), AssignsAsync)
        .Add("The time index finds the first record of a time, and the end where there is none", Needs.Ability<ITimeIndex>(), FindsAsync)
        .Add("A busy partition does not keep a quiet one waiting for ever", IsFairAsync)
        .Cases;

    private static async Task SeeksAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sent = await run.SendAsync(topic, ConformanceRun.Numbers(10)).ConfigureAwait(false);
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        await reader.TakeAsync(5).ConfigureAwait(false);
        await SeekAsync(run, reader, sent[2], sent[2].Position).ConfigureAwait(false);
        await ExpectAsync(reader, "Backward", "2", "3").ConfigureAwait(false);
        await SeekAsync(run, reader, sent[7], sent[7].Position).ConfigureAwait(false);
        await ExpectAsync(reader, "Forward", "7", "8", "9").ConfigureAwait(false);
        await SeekAsync(run, reader, sent[5], sent[5].Position.Next).ConfigureAwait(false);
        await ExpectAsync(reader, "Behind record 5", "6").ConfigureAwait(false);
    }

    private static async Task PausesAsync(ConformanceRun run)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var paused = new TopicPartition(topic, 0);
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        var consumer = (IPausableConsumer)reader.Consumer;
        var first = await run.SendToEachAsync(topic, 5, "a ").ConfigureAwait(false);
        var received = new List<ReceivedRecord>(await reader.TakeAsync(first.Count / 2).ConfigureAwait(false));

        consumer.Pause([paused]);
        var second = await run.SendToEachAsync(topic, 5, "b ").ConfigureAwait(false);
        var before = received.Count(record => record.Place == paused);
        var others = first.Count + second.Count - 10 - (received.Count - before);
        var meanwhile = await reader.TakeAsync(others).ConfigureAwait(false);
        Check.Equal(0, meanwhile.Count(record => record.Place == paused), "Deliveries of the paused partition while others were delivered");
        Check.SameMembers([], (await reader.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What came while only the paused partition had records");
        received.AddRange(meanwhile);

        consumer.Resume([paused]);
        received.AddRange(await reader.TakeAsync(10 - before).ConfigureAwait(false));
        History.CheckPartitions([.. first, .. second], received, mayRepeat: false);
    }

    private static async Task SeeksWhilePausedAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sent = await run.SendAsync(topic, ConformanceRun.Numbers(10)).ConfigureAwait(false);
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        await reader.TakeAsync(4).ConfigureAwait(false);
        var consumer = (IPausableConsumer)reader.Consumer;
        consumer.Pause([sent[0].StoredIn]);
        await SeekAsync(run, reader, sent[8], sent[8].Position).ConfigureAwait(false);
        Check.SameMembers([], (await reader.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What a paused partition delivered");
        consumer.Resume([sent[0].StoredIn]);
        await ExpectAsync(reader, "After seeking and resuming", "8", "9").ConfigureAwait(false);
    }

    private static async Task AssignsAsync(ConformanceRun run)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var sent = (await run.SendToEachAsync(topic, 4).ConfigureAwait(false)).ToLookup(record => record.StoredIn.Partition);
        var reader = await run.JoinAsync(topic, run.NewGroup(), Coordination.Leases, partitions: []).ConfigureAwait(false);
        var consumer = (IAssignableConsumer)reader.Consumer;
        Check.SameMembers([], (await reader.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What came before anything was assigned");

        var (zero, one) = (sent[0].First().StoredIn, sent[1].First().StoredIn);
        consumer.Assign([new Assignment(zero, sent[0].First().Position, 1), new Assignment(one, sent[1].ElementAt(2).Position, 1)]);
        Check.SameMembers(
            ["0:0", "0:1", "0:2", "0:3", "1:2", "1:3"], (await reader.TakeAsync(6).ConfigureAwait(false)).Select(record => record.Text), "What the assigned partitions delivered");
        consumer.Assign([new Assignment(one, sent[1].ElementAt(1).Position, 2)]);
        await ExpectAsync(reader, "Partition 1, assigned again", "1:1", "1:2", "1:3").ConfigureAwait(false);
        consumer.Unassign([zero]);
        await run.SendToEachAsync(topic, 1, "new ").ConfigureAwait(false);
        await ExpectAsync(reader, "After partition 0 was given up", "new 1:0").ConfigureAwait(false);
        Check.SameMembers([], (await reader.DrainAsync().ConfigureAwait(false)).Select(record => record.Text), "What came of partitions that are not assigned");
    }

    private static async Task FindsAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var (time, since) = await StartCases.StoreAroundAsync(run, topic).ConfigureAwait(false);
        var index = (ITimeIndex)run.Transport;
        var partition = new TopicPartition(topic, 0);

        var found = await index.FindAsync(partition, time, run.Stop).ConfigureAwait(false);
        var reader = await run.ReadAsync(topic, StartPoint.From(found)).ConfigureAwait(false);
        await ExpectAsync(reader, "From the position of a time", [.. since]).ConfigureAwait(false);

        var end = await index.FindAsync(partition, time.AddDays(1), run.Stop).ConfigureAwait(false);
        var beyond = await run.ReadAsync(topic, StartPoint.From(end)).ConfigureAwait(false);
        Check.SameMembers([], (await beyond.ReceiveAsync(10).ConfigureAwait(false)).Select(record => record.Text), "From the position of a time that has not come");
        await run.SendAsync(topic, ["new"]).ConfigureAwait(false);
        await ExpectAsync(beyond, "From the position of a time that had not come", "new").ConfigureAwait(false);

        var first = await index.FindAsync(partition, DateTimeOffset.UnixEpoch, run.Stop).ConfigureAwait(false);
        var all = await run.ReadAsync(topic, StartPoint.From(first)).ConfigureAwait(false);
        await ExpectAsync(all, "From the position of a time long ago", "0").ConfigureAwait(false);
    }

    private static async Task IsFairAsync(ConformanceRun run)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        await run.SendAsync(topic, ConformanceRun.Numbers(1000), partition: 0).ConfigureAwait(false);
        await run.SendAsync(topic, ["quiet"], partition: 1).ConfigureAwait(false);
        await run.SendAsync(topic, ConformanceRun.Numbers(1000), partition: 0).ConfigureAwait(false);
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);

        // As long as the busy partition is refilled faster than it is read, only fairness brings the quiet one.
        for (var round = 0; round < 400; round++)
        {
            if ((await reader.ReceiveAsync(10).ConfigureAwait(false)).Any(record => record.Text == "quiet"))
            {
                return;
            }

            await run.SendAsync(topic, ConformanceRun.Numbers(10), partition: 0).ConfigureAwait(false);
        }

        throw new ConformanceException("A partition with one record waited for 400 receives of 10 records each, while another one was busy.");
    }

    private static Task SeekAsync(ConformanceRun run, Reader reader, SentRecord record, Position position) =>
        run.WithinAsync(((ISeekableConsumer)reader.Consumer).SeekAsync(record.StoredIn, position, run.Stop).AsTask(), "Seeking");

    private static async Task ExpectAsync(Reader reader, string what, params IReadOnlyList<string> bodies) =>
        Check.Sequence(bodies, (await reader.TakeAsync(bodies.Count).ConfigureAwait(false)).Select(record => record.Text), what);
}
