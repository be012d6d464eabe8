using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Waiting: bounded, woken at once, and cancelled without loss.</summary>
internal static class WakingCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Waiting")
        .Add("A receive with nothing to deliver ends after the longest wait", EndsAsync)
        .AddFor(Needs.AnyGroup, "A receive that waits is woken by a record, not by a clock", WakesAsync)
        .AddFor(Needs.AnyGroup, "A receive that has something does not wait for more", DoesNotWaitForMoreAsync)
        .AddFor(Needs.AnyGroup, "A cancelled receive ends at once and loses nothing", CancelsAsync)
        .Cases;

    private static async Task EndsAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        for (var round = 0; round < 3; round++)
        {
            var received = await run.WithinAsync(reader.ReceiveAsync(10), "The end of a receive that has nothing to deliver").ConfigureAwait(false);
            Check.Equal(0, received.Count, "Deliveries of an empty topic");
        }
    }

    private static async Task WakesAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var reader = await OpenPatientAsync(run, topic, way).ConfigureAwait(false);
        for (var round = 0; round < 5; round++)
        {
            var start = run.Clock.GetTimestamp();
            var receiving = reader.ReceiveAsync(10);
            await run.SendAsync(topic, [$"{round}"]).ConfigureAwait(false);
            var received = await run.WithinAsync(receiving, "The end of a receive after a record arrived").ConfigureAwait(false);
            Check.Sequence([$"{round}"], received.Select(record => record.Text), "What woke the receive");
            var took = run.Clock.GetElapsedTime(start);
            Check.That(took < LongWait(run) / 2, $"A waiting receive noticed a new record after {took.TotalMilliseconds:0} ms, about when its wait was over.");
        }
    }

    private static async Task DoesNotWaitForMoreAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var reader = await OpenPatientAsync(run, topic, way).ConfigureAwait(false);
        await run.SendAsync(topic, ["only"]).ConfigureAwait(false);
        var start = run.Clock.GetTimestamp();
        IReadOnlyList<ReceivedRecord> received = [];
        for (var deadline = run.Deadline(); received.Count == 0 && !deadline.Passed;)
        {
            received = await reader.ReceiveAsync(10).ConfigureAwait(false);
        }

        var took = run.Clock.GetElapsedTime(start);
        Check.Sequence(["only"], received.Select(record => record.Text), "What was there");
        Check.That(took < LongWait(run) / 2, $"A receive with one record for a buffer of more took {took.TotalMilliseconds:0} ms.");
    }

    private static async Task CancelsAsync(ConformanceRun run, Coordination way)
    {
        const int Rounds = 60;
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var reader = await OpenPatientAsync(run, topic, way).ConfigureAwait(false);
        var received = new List<ReceivedRecord>();
        foreach (var body in ConformanceRun.Numbers(Rounds))
        {
            // The token falls at a moment of its own each time: before, while and after a record arrives.
            using var cancel = new CancellationTokenSource();
            var receiving = TryReceiveAsync(reader, cancel.Token);
            var sending = Task.Run(() => run.SendAsync(topic, [body]));
            for (var turn = run.Random.Next(40); turn > 0 && !receiving.IsCompleted; turn--)
            {
                await Task.Yield();
            }

            var start = run.Clock.GetTimestamp();
            await cancel.CancelAsync().ConfigureAwait(false);
            received.AddRange(await run.WithinAsync(receiving, "The end of a cancelled receive").ConfigureAwait(false));
            var took = run.Clock.GetElapsedTime(start);
            Check.That(took < LongWait(run) / 2, $"A cancelled receive ended after {took.TotalMilliseconds:0} ms, not at once.");
            await sending.ConfigureAwait(false);
        }

        var missing = Rounds - received.Count;
        received.AddRange(await reader.TakeAsync(Math.Max(0, missing)).ConfigureAwait(false));
        Check.SameMembers(ConformanceRun.Numbers(Rounds), received.Select(record => record.Text), "What came through cancelled receives");
    }

    private static async Task<IReadOnlyList<ReceivedRecord>> TryReceiveAsync(Reader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReceiveAsync(8, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    // The first receive connects, joins and finds nothing; from then on a receive waits.
    private static async Task<Reader> OpenPatientAsync(ConformanceRun run, string topic, Coordination way)
    {
        var reader = await Reader.OpenAsync(
            run, run.Transport, new ReadRequest { Topics = [topic], Group = run.NewGroup(), Coordination = way, MaxWait = LongWait(run) }).ConfigureAwait(false);
        await run.SendAsync(topic, ["first"]).ConfigureAwait(false);
        await reader.TakeAsync(1).ConfigureAwait(false);
        return reader;
    }

    private static TimeSpan LongWait(ConformanceRun run) => run.Patience / 2;
}
