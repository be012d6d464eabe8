using System.Text;
using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>The broker goes away and comes back; the same objects go on.</summary>
internal static class InterruptionCases
{
    private const int RoundsBehindFailure = 100;

    private static readonly TimeSpan s_backOff = TimeSpan.FromMilliseconds(20);

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Interruption")
        .AddFor(Needs.AnyGroup, "A consumer survives a broker that goes away and comes back, and loses nothing", ConsumerSurvivesAsync)
        .Add("A producer survives a broker that goes away and comes back, and says what is stored", ProducerSurvivesAsync)
        .Add("Behind a record that failed nothing is stored before the producer is flushed", Needs.Pipelining, RefusesBehindFailureAsync)
        .Cases;

    private static async Task ConsumerSurvivesAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        var sent = new List<SentRecord>(await run.SendToEachAsync(topic, 5, "before ").ConfigureAwait(false));
        var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var arrived = new List<ReceivedRecord>(await reader.TakeAsync(sent.Count / 2).ConfigureAwait(false));

        var cut = await CutAsync(run).ConfigureAwait(false);
        for (var round = 0; round < 3; round++)
        {
            await KeepTryingAsync(run, reader, arrived).ConfigureAwait(false);
        }

        await cut.DisposeAsync().ConfigureAwait(false);
        await AgainAsync(
            run, async () => sent.AddRange(await run.SendToEachAsync(topic, 5, "after ").ConfigureAwait(false)), "Sending after the broker came back")
            .ConfigureAwait(false);
        var missing = sent.Select(record => record.Text).ToHashSet();
        var deadline = run.Deadline();
        while (true)
        {
            missing.ExceptWith(arrived.Select(record => record.Text));
            if (missing.Count == 0)
            {
                break;
            }

            Check.That(!deadline.Passed, $"{missing.Count} records did not come after the broker was back, among them '{missing.First()}'.");
            await KeepTryingAsync(run, reader, arrived).ConfigureAwait(false);
        }

        if (reader.Consumer.Ordered)
        {
            // Attempts that failed may have stored something all the same, which is not in the list of what was sent.
            var known = sent.Select(record => (record.StoredIn, record.Position)).ToHashSet();
            History.CheckPartitions(sent, arrived.Where(record => known.Contains((record.Place, record.Position))), mayRepeat: true);
        }

        await AgainAsync(run, () => reader.AcknowledgeAsync(LatestOfEach(arrived)), "A settlement after the broker came back").ConfigureAwait(false);
    }

    private static async Task ProducerSurvivesAsync(ConformanceRun run)
    {
        var (topic, sender, record, thrown, cut) = await SendWhileCutAsync(run, "during").ConfigureAwait(false);
        Check.Equal(thrown is null ? 1 : 0, record.Settlements, "Settlements of a record that was sent to an absent broker");
        var failure = thrown ?? record.Failure;
        Check.That(failure is not null, "A record was stored by a broker that was not there.");
        Check.Equal(FaultCode.Unavailable, run.Transport.Classify(failure), $"The code of {failure.GetType().Name}: {failure.Message}");
        await cut.DisposeAsync().ConfigureAwait(false);

        await AgainAsync(run, () => SendAsync(sender, topic, "after"), "Sending after the broker came back").ConfigureAwait(false);
        var stored = await StoredUpToAsync(run, topic, "after").ConfigureAwait(false);
        Check.That(stored.Contains("before"), "What was stored before the broker went away is gone.");
        Check.That(record.MayBeStored || !stored.Contains("during"), "A record that certainly failed is stored.");
    }

    private static async Task RefusesBehindFailureAsync(ConformanceRun run)
    {
        var (topic, sender, _, thrown, cut) = await SendWhileCutAsync(run, "first").ConfigureAwait(false);
        if (thrown is not null)
        {
            throw new NotAskedException("without a broker nothing is handed over, and so nothing fails later");
        }

        await cut.DisposeAsync().ConfigureAwait(false);
        var other = await run.OpenSenderAsync(run.Open()).ConfigureAwait(false);
        await AgainAsync(run, () => SendAsync(other, topic, "other"), "Sending after the broker came back").ConfigureAwait(false);

        // The broker is there, and the core has not heard of the first one yet. Several times, for the producer's own connection may come back later.
        for (var round = 0; round < RoundsBehindFailure; round++)
        {
            var second = sender.NewRecord(new Sample(topic) { Body = "second"u8.ToArray() });
            await sender.HandOverAsync([second], run.Stop).ConfigureAwait(false);
            await run.WithinAsync(second.Settled, "The settlement of a record behind one that failed").ConfigureAwait(false);
            Check.That(second.Failure is not null, "A record was stored although one that was handed over before it had failed, and may be sent again.");
            await Task.Delay(s_backOff, run.Clock, run.Stop).ConfigureAwait(false);
        }

        await run.WithinAsync(sender.Producer.FlushAsync(run.Stop).AsTask(), "Flushing after a failure").ConfigureAwait(false);

        await AgainAsync(run, () => SendAsync(sender, topic, "last"), "Sending after a flush").ConfigureAwait(false);
        Check.That(!(await StoredUpToAsync(run, topic, "last").ConfigureAwait(false)).Contains("second"), "A record that was refused behind a failure is stored.");
    }

    /// <summary>Stores a record, cuts the broker off, and hands over another until it is settled or the driver throws.</summary>
    private static async Task<(string Topic, RecordSender Sender, SentRecord Record, Exception? Thrown, IAsyncDisposable Cut)> SendWhileCutAsync(ConformanceRun run, string text)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        await SendAsync(sender, topic, "before").ConfigureAwait(false);

        var cut = await CutAsync(run).ConfigureAwait(false);
        var record = sender.NewRecord(new Sample(topic) { Body = Encoding.UTF8.GetBytes(text) });
        var thrown = await ThrownAsync(() => sender.HandOverAsync([record], run.Stop)).ConfigureAwait(false);
        if (thrown is null)
        {
            await run.WithinAsync(record.Settled, "The settlement of a record that was sent to an absent broker").ConfigureAwait(false);
        }

        return (topic, sender, record, thrown, cut);
    }

    private static Task<IReadOnlyList<SentRecord>> SendAsync(RecordSender sender, string topic, string text) =>
        sender.SendAsync(new Sample(topic) { Body = Encoding.UTF8.GetBytes(text) });

    private static async Task<HashSet<string>> StoredUpToAsync(ConformanceRun run, string topic, string last)
    {
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        var stored = new HashSet<string>();
        await reader.KeepReceivingAsync(() => stored.Contains(last), received => stored.Add(received.Text), "The arrival of what was sent last").ConfigureAwait(false);
        return stored;
    }

    private static async Task<IAsyncDisposable> CutAsync(ConformanceRun run)
    {
        var cut = await run.Harness.InterruptAsync(run.Stop).ConfigureAwait(false) ?? throw new NotAskedException("the harness cannot interrupt its store");
        return run.Closing(new Once(cut));
    }

    // An exception is how a driver says that the broker is away; the core calls again.
    private static async Task KeepTryingAsync(ConformanceRun run, Reader reader, List<ReceivedRecord> arrived)
    {
        try
        {
            arrived.AddRange(await run.WithinAsync(reader.ReceiveAsync(64), "The end of a receive, or its failure").ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not ConformanceException && IsPassing(run, exception))
        {
            await Task.Delay(s_backOff, run.Clock, run.Stop).ConfigureAwait(false);
        }
    }

    private static async Task AgainAsync(ConformanceRun run, Func<Task> call, string what)
    {
        var deadline = run.Deadline();
        while (await ThrownAsync(call).ConfigureAwait(false) is { } exception)
        {
            Check.That(!deadline.Passed, $"{what} did not succeed within {run.Patience.TotalSeconds:0} s: {exception.Message}");
            await Task.Delay(s_backOff, run.Clock, run.Stop).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(ConformanceRun run, Exception exception) =>
        run.Transport.Classify(exception) is FaultCode.Unavailable or FaultCode.Transient or FaultCode.Throttled;

    private static List<ReceivedRecord> LatestOfEach(List<ReceivedRecord> records) =>
        [.. records.GroupBy(record => (record.Place, record.Position)).Select(copies => copies.Last())];

    private static async Task<Exception?> ThrownAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>Restores the broker once, at the case's end at the latest.</summary>
    private sealed class Once(IAsyncDisposable inner) : IAsyncDisposable
    {
        private int _done;

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _done, 1) == 0 ? inner.DisposeAsync() : default;
    }
}
