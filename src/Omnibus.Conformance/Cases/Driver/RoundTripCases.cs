using System.Text;
using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>What goes in comes out.</summary>
internal static class RoundTripCases
{
    private const int Megabyte = 1_000_000;

    private static readonly byte[] s_notText = [0xFF, 0xFE, 0x00, 0xC3, 0x28, 0x80, 0x0A, 0x0D, 0x00];

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Round trip")
        .Add("A record comes back as it was sent", ComesBackAsync)
        .Add("Headers keep their names, their bytes and their order", KeepsHeadersAsync)
        .Add("An empty key, an empty body and no key or body at all are told apart", TellsEmptyFromNothingAsync)
        .Add("Bytes that are not text survive in keys, headers and bodies", KeepsBytesAsync)
        .Add("A record of one megabyte comes back whole", CanKeepAMegabyte, KeepsAMegabyteAsync)
        .Add("A record's memory may be reused as soon as it is settled", CopiesAsync)
        .Add("A delivery's bytes stay as they are until it is released", StaysValidAsync)
        .Add("Every record of a batch is settled exactly once, and flushing waits for all", SettlesOnceAsync)
        .Cases;

    private static async Task ComesBackAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var before = run.Clock.GetUtcNow();
        var (sent, received) = await ThereAndBackAsync(
            run, new Sample(topic) { Key = "alice"u8.ToArray(), Headers = [("kind", "greeting"u8.ToArray())], Body = "hello"u8.ToArray() }).ConfigureAwait(false);
        Check.Equal(sent.StoredIn, received.Place, "The partition of the delivery against that of the settlement");
        Check.Equal(sent.Position, received.Position, "The position of the delivery against that of the settlement");
        if (received.StoredAt is { } storedAt)
        {
            var apart = DateTimeOffset.FromUnixTimeMilliseconds(storedAt) - before;
            Check.That(apart.Duration() < TimeSpan.FromMinutes(10), $"StoredAt is {apart} away from the time of sending.");
        }
    }

    private static async Task KeepsHeadersAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var headers = Enumerable.Range(0, 40).Select(index => ($"header-{(index * 7) % 40}", Encoding.UTF8.GetBytes($"value {index} ä€𝄞"))).ToList();
        headers.Insert(20, ("empty", []));
        headers.Add(("long", new byte[20_000]));
        await ThereAndBackAsync(run, new Sample(topic) { Headers = headers, Body = "body"u8.ToArray() }).ConfigureAwait(false);
        await ThereAndBackAsync(run, new Sample(await run.NewTopicAsync().ConfigureAwait(false)) { Headers = [], Body = "no headers"u8.ToArray() }).ConfigureAwait(false);
    }

    private static async Task TellsEmptyFromNothingAsync(ConformanceRun run)
    {
        foreach (var key in (byte[]?[])[null, [], "k"u8.ToArray()])
        {
            foreach (var body in (byte[]?[])[null, [], "b"u8.ToArray()])
            {
                var topic = await run.NewTopicAsync().ConfigureAwait(false);
                await ThereAndBackAsync(run, new Sample(topic) { Key = key, Headers = [("kind", "x"u8.ToArray())], Body = body }).ConfigureAwait(false);
            }
        }
    }

    private static async Task KeepsBytesAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        byte[] every = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await ThereAndBackAsync(
            run, new Sample(topic) { Key = s_notText, Headers = [("bytes", s_notText), ("every", every)], Body = [.. s_notText, .. every] }).ConfigureAwait(false);
    }

    private static string? CanKeepAMegabyte(TransportInfo info) =>
        info.MaxRecordBytes is { } most && most < Megabyte ? $"the transport takes at most {most} bytes" : null;

    private static async Task KeepsAMegabyteAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var body = new byte[Megabyte];
        run.Random.NextBytes(body);
        await ThereAndBackAsync(run, new Sample(topic) { Key = "big"u8.ToArray(), Body = body }).ConfigureAwait(false);
    }

    private static async Task CopiesAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var samples = Enumerable.Range(0, 50)
            .Select(index => new Sample(topic) { Key = [1, (byte)index], Headers = [("n", [(byte)index])], Body = Encoding.UTF8.GetBytes($"body {index}") }).ToList();
        foreach (var record in await sender.SendAsync(samples).ConfigureAwait(false))
        {
            record.Scribble();
        }

        var reader = await Reader.OpenAsync(run, run.Transport, new ReadRequest { Topics = [topic] }).ConfigureAwait(false);
        var received = await reader.TakeAsync(samples.Count).ConfigureAwait(false);
        foreach (var (sample, record) in samples.Zip(received))
        {
            CheckSame(sample, record, run.Transport.Wire);
        }
    }

    private static async Task StaysValidAsync(ConformanceRun run)
    {
        const int Count = 200;
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var samples = Enumerable.Range(0, Count)
            .Select(index => new Sample(topic) { Key = [2, (byte)index], Headers = [("n", [(byte)index])], Body = Encoding.UTF8.GetBytes($"body {index}") }).ToList();
        await sender.SendAsync(samples).ConfigureAwait(false);
        var reader = await Reader.OpenAsync(run, run.Transport, new ReadRequest { Topics = [topic] }).ConfigureAwait(false);
        var kept = new Delivery[Count];
        for (var index = 0; index < Count; index++)
        {
            kept[index] = new Delivery();
        }

        // One by one, so that a driver which reuses its memory for the next receive is found out.
        var deadline = run.Deadline();
        for (var index = 0; index < Count && !deadline.Passed;)
        {
            index += await reader.ReceiveIntoAsync(kept.AsMemory(index, 1)).ConfigureAwait(false);
        }

        await sender.SendAsync(samples).ConfigureAwait(false);
        foreach (var (sample, delivery) in samples.Zip(kept))
        {
            CheckSame(sample, new ReceivedRecord(delivery), run.Transport.Wire);
            delivery.Release();
        }
    }

    private static async Task SettlesOnceAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var records = new List<SentRecord>();
        for (var batch = 0; batch < (run.Info.IdempotentPipelining ? 5 : 1); batch++)
        {
            var handedOver = Enumerable.Range(0, Math.Min(100, run.Info.MaxBatch))
                .Select(index => sender.NewRecord(new Sample(topic) { Body = Encoding.UTF8.GetBytes($"{batch} {index}") })).ToList();
            records.AddRange(handedOver);
            await sender.HandOverAsync(handedOver, run.Stop).ConfigureAwait(false);
        }

        await run.WithinAsync(sender.Producer.FlushAsync(run.Stop).AsTask(), "Flushing").ConfigureAwait(false);
        Check.Equal(0, records.Count(record => !record.Settled.IsCompleted), "Records that were not settled when flushing ended");
        Check.Equal(0, records.Count(record => record.Failure is not null), "Records that failed");
        Check.Equal(0, records.Count(record => record.Settlements != 1), "Records that were settled more than once");
        Check.Equal(records.Count, records.Select(record => (record.StoredIn, record.Position)).Distinct().Count(), "Different positions");
    }

    private static async Task<(SentRecord Sent, ReceivedRecord Received)> ThereAndBackAsync(ConformanceRun run, Sample sample)
    {
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var sent = (await sender.SendAsync(sample).ConfigureAwait(false))[0];
        var reader = await Reader.OpenAsync(run, run.Transport, new ReadRequest { Topics = [sample.Topic] }).ConfigureAwait(false);
        var received = (await reader.TakeAsync(1).ConfigureAwait(false))[0];
        CheckSame(sample, received, run.Transport.Wire);
        await reader.LeaveAsync().ConfigureAwait(false);
        return (sent, received);
    }

    private static void CheckSame(Sample sample, ReceivedRecord received, WireFormat wire)
    {
        Check.Equal(sample.Topic, received.Place.Topic, "The topic");
        Check.Bytes(sample.Key, received.Key, "The key");
        Check.Bytes(sample.Body, received.Body, "The body");
        var expected = sample.Key is { } key ? [.. sample.Headers, (SentRecord.NameOf(Attributes.PartitionKey, wire), key)] : sample.Headers;
        Check.Sequence(expected.Select(header => header.Name), received.Headers.Select(header => header.Name), "The names of the headers");
        foreach (var (wanted, found) in expected.Zip(received.Headers))
        {
            Check.Bytes(wanted.Value, found.Value, $"Header '{wanted.Name}'");
        }
    }
}
