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
        var received = await reader.TakeAsync(1).ConfigureAwait(false);
        var took = run.Clock.GetElapsedTime(start);
        Check.Sequence(["only"], received.Select(record => record.Text), "What was there");
        Check.That(took < LongWait(run) / 2, $"A receive with one record for a buffer of more took {took.TotalMilliseconds:0} ms.");
    }

    private static async Task CancelsAsync(ConformanceRun run, Coordination way)
    {
        const int Count = 60;
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var reader = await OpenPatientAsync(run, topic, way).ConfigureAwait(false);
        var received = new List<ReceivedRecord>();
        var rounds = 0;
        var sending = SendSlowlyAsync(run, topic, Count, () => Volatile.Read(ref rounds));
        var deadline = run.Deadline();
        while (received.Count < Count)
        {
            if (deadline.Passed)
            {
                var missing = ConformanceRun.Numbers(Count).Except(received.Select(record => record.Text)).ToList();
                throw new ConformanceException($"{missing.Count} records never came after receives were cancelled, first '{missing.FirstOrDefault()}'.");
            }

            // The token falls at a moment of its own each time: before, while and after a record arrives.
            using var cancel = new CancellationTokenSource();
            var receiving = TryReceiveAsync(reader, cancel.Token);
            for (var turn = run.Random.Next(200); turn > 0 && !receiving.IsCompleted; turn--)
            {
                await Task.Yield();
            }

            var start = run.Clock.GetTimestamp();
            await cancel.CancelAsync().ConfigureAwait(false);
            received.AddRange(await run.WithinAsync(receiving, "The end of a cancelled receive").ConfigureAwait(false));
            var took = run.Clock.GetElapsedTime(start);
            Check.That(took < LongWait(run) / 2, $"A cancelled receive ended after {took.TotalMilliseconds:0} ms, not at once.");
            Interlocked.Increment(ref rounds);
        }

        var sent = await sending.ConfigureAwait(false);
        Check.SameMembers(sent.Select(record => record.Text), received.Select(record => record.Text), "What came through cancelled receives");
    }

    private static async Task<IReadOnlyList<SentRecord>> SendSlowlyAsync(ConformanceRun run, string topic, int count, Func<int> rounds)
    {
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var sent = new List<SentRecord>();
        foreach (var body in ConformanceRun.Numbers(count))
        {
            // One record in each round or so, so that most cancellations meet one.
            var round = rounds();
            sent.AddRange(await sender.SendAsync(new Sample(topic) { Body = System.Text.Encoding.UTF8.GetBytes(body) }).ConfigureAwait(false));
            for (var turn = 0; turn < 100 && rounds() == round; turn++)
            {
                await Task.Yield();
            }
        }

        return sent;
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
