using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Closing is safe at any moment.</summary>
internal static class ClosingCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Closing")
        .AddFor(Needs.AnyGroup, "A consumer that is closed while it waits ends, and the group goes on elsewhere", ClosesWhileWaitingAsync)
        .AddFor(Needs.AnyGroup, "Closing twice and at the same moment is safe", ClosesTwiceAsync)
        .Add("A transport that is closed takes its consumers and producers along", ClosesAllAsync)
        .Add("What was opened goes on when the token of its opening is cancelled", OutlivesItsOpeningAsync)
        .Add("A producer that is closed settles what it was given", ProducerSettlesAsync)
        .Add("A cancelled send settles every record, and one that throws has taken none", CancelsSendAsync)
        .Cases;

    private static async Task ClosesWhileWaitingAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        var reader = await Reader.OpenAsync(
            run, run.Transport, new ReadRequest { Topics = [topic], Group = group, Coordination = way, MaxWait = run.Patience * 2 }).ConfigureAwait(false);
        var receiving = EndingAsync(reader);
        await reader.CrashAsync().ConfigureAwait(false);
        var received = await run.WithinAsync(receiving, "The end of a receive whose consumer was closed").ConfigureAwait(false);
        Check.Equal(0, received, "Deliveries to a consumer that was closed while it waited");

        await run.SendAsync(topic, ["next"]).ConfigureAwait(false);
        var next = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.Equal("next", (await next.TakeAsync(1).ConfigureAwait(false))[0].Text, "What the group's next consumer got");
    }

    private static async Task ClosesTwiceAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendAsync(topic, ConformanceRun.Numbers(3)).ConfigureAwait(false);
        var reader = await Reader.OpenAsync(
            run, run.Transport, new ReadRequest { Topics = [topic], Group = group, Coordination = way, MaxWait = run.Patience * 2 }).ConfigureAwait(false);
        await reader.AcknowledgeAsync(await reader.TakeAsync(3).ConfigureAwait(false)).ConfigureAwait(false);
        var receiving = EndingAsync(reader);
        reader.Owner?.EnterDriver();
        await run.WithinAsync(
            Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => reader.Consumer.DisposeAsync().AsTask()))), "Closing a consumer four times at once")
            .ConfigureAwait(false);
        reader.Owner?.LeaveDriver();
        await run.WithinAsync(receiving, "The end of a receive whose consumer was closed").ConfigureAwait(false);
        await run.WithinAsync(reader.Consumer.DisposeAsync().AsTask(), "Closing a closed consumer").ConfigureAwait(false);

        var sender = await run.OpenSenderAsync(run.Transport).ConfigureAwait(false);
        await run.WithinAsync(
            Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => sender.Producer.DisposeAsync().AsTask()))), "Closing a producer four times at once")
            .ConfigureAwait(false);
    }

    private static async Task ClosesAllAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var transport = run.Open();
        var sender = await run.OpenSenderAsync(transport).ConfigureAwait(false);
        await sender.SendAsync(new Sample(topic) { Body = "before"u8.ToArray() }).ConfigureAwait(false);
        var reader = await Reader.OpenAsync(run, transport, new ReadRequest { Topics = [topic], MaxWait = run.Patience * 2 }).ConfigureAwait(false);
        await reader.TakeAsync(1).ConfigureAwait(false);
        var receiving = EndingAsync(reader);
        await run.WithinAsync(
            Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => transport.DisposeAsync().AsTask()))), "Closing a transport with a consumer that waits")
            .ConfigureAwait(false);
        await run.WithinAsync(receiving, "The end of a receive whose transport was closed").ConfigureAwait(false);
        var failure = await CallAsync(async () => await transport.OpenProducerAsync(new ProducerRequest(), run.Stop).ConfigureAwait(false)).ConfigureAwait(false);
        Check.That(failure is not null, "A closed transport opened a producer.");
        Check.Equal(FaultCode.Closed, transport.Classify(failure), $"The code of {failure.GetType().Name} from a closed transport");

        // The store is still there for others.
        await run.SendAsync(topic, ["after"]).ConfigureAwait(false);
    }

    private static async Task OutlivesItsOpeningAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        using var opening = new CancellationTokenSource();
        var producer = run.Closing(await run.Transport.OpenProducerAsync(new ProducerRequest { SendTimeout = run.Patience / 3 }, opening.Token).ConfigureAwait(false));
        var reader = await Reader.OpenAsync(run, run.Transport, new ReadRequest { Topics = [topic] }, opening.Token).ConfigureAwait(false);

        // The core does so when it leaves, with settlements still to come.
        await opening.CancelAsync().ConfigureAwait(false);
        var sender = run.Closing(new RecordSender(run, run.Transport, producer));
        await sender.SendAsync(new Sample(topic) { Body = "after"u8.ToArray() }).ConfigureAwait(false);
        Check.Equal("after", (await reader.TakeAsync(1).ConfigureAwait(false))[0].Text, "What came after the token of the opening was cancelled");
    }

    private static async Task ProducerSettlesAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.OpenSenderAsync(run.Transport).ConfigureAwait(false);
        var records = ConformanceRun.Numbers(Math.Min(200, run.Info.MaxBatch))
            .Select(body => sender.NewRecord(new Sample(topic) { Body = System.Text.Encoding.UTF8.GetBytes(body) })).ToList();
        await sender.HandOverAsync(records, run.Stop).ConfigureAwait(false);
        await run.WithinAsync(sender.DisposeAsync().AsTask(), "Closing a producer").ConfigureAwait(false);
        await run.WithinAsync(Task.WhenAll(records.Select(record => record.Settled)), "The settlement of everything that a closed producer was given").ConfigureAwait(false);
        await CheckStoredAsync(run, topic, records).ConfigureAwait(false);
    }

    private static async Task CancelsSendAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var all = new List<SentRecord>();
        for (var round = 0; round < 20; round++)
        {
            var records = ConformanceRun.Numbers(20, from: round * 20)
                .Select(body => sender.NewRecord(new Sample(topic) { Body = System.Text.Encoding.UTF8.GetBytes(body) })).ToList();
            using var cancel = new CancellationTokenSource();
            var sending = sender.HandOverAsync(records, cancel.Token);
            for (var turn = run.Random.Next(50); turn > 0 && !sending.IsCompleted; turn--)
            {
                await Task.Yield();
            }

            await cancel.CancelAsync().ConfigureAwait(false);
            if (await CallAsync(() => sending).ConfigureAwait(false) is null)
            {
                all.AddRange(records);
            }
            else
            {
                Check.Equal(0, records.Sum(record => record.Settlements), "Records that were settled by a send that threw");
            }
        }

        await run.WithinAsync(Task.WhenAll(all.Select(record => record.Settled)), "The settlement of what cancelled sends had taken").ConfigureAwait(false);
        Check.Equal(0, all.Count(record => record.Settlements != 1), "Records that were settled more than once");
        await CheckStoredAsync(run, topic, all).ConfigureAwait(false);
    }

    // What succeeded is there, and what certainly failed is not.
    private static async Task CheckStoredAsync(ConformanceRun run, string topic, IReadOnlyList<SentRecord> records)
    {
        await run.SendAsync(topic, ["end"]).ConfigureAwait(false);
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        var stored = new HashSet<string>();
        await reader.KeepReceivingAsync(() => stored.Contains("end"), record => stored.Add(record.Text), "The arrival of the last record").ConfigureAwait(false);
        var lost = records.Where(record => record.Failure is null && !stored.Contains(record.Text)).ToList();
        var ghosts = records.Where(record => record is { Failure: not null, MayBeStored: false } && stored.Contains(record.Text)).ToList();
        Check.Equal(0, lost.Count, "Records that succeeded and are not stored");
        Check.Equal(0, ghosts.Count, "Records that failed for certain and are stored");
    }

    // What a receive does whose consumer is closed is its own choice, as long as it ends.
    private static async Task<int> EndingAsync(Reader reader)
    {
        var count = 0;
        var failure = await CallAsync(async () => count = (await reader.ReceiveAsync(10).ConfigureAwait(false)).Count).ConfigureAwait(false);
        return failure is null ? count : 0;
    }

    private static async Task<Exception?> CallAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is not ConformanceException)
        {
            return exception;
        }
    }
}
