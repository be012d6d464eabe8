using System.Collections.Concurrent;
using System.Text;
using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Many at once, at random, from a seed that repeats the choices.</summary>
internal static class StressCases
{
    private const int Producers = 3;
    private const int Batches = 12;
    private const int BatchSize = 40;

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Stress")
        .AddFor(Needs.Ordered, "Producers and consumers that come and go lose nothing and keep the order", KeepsOrderAsync)
        .AddFor(Coordination.Shared, "Readers that share, requeue and crash lose nothing", LosesNothingAsync)
        .Cases;

    private static async Task KeepsOrderAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        var sending = SendAsync(run, topic);
        var delivered = new List<ReceivedRecord>();
        for (var round = 0; round < 5; round++)
        {
            var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
            for (var step = run.Random.Next(1, 6); step > 0; step--)
            {
                var received = await reader.ReceiveAsync(run.Random.Next(1, 64)).ConfigureAwait(false);
                delivered.AddRange(received);
                if (received.Count > 0 && run.Random.Next(3) > 0)
                {
                    await reader.AcknowledgeAsync(received[run.Random.Next(received.Count)]).ConfigureAwait(false);
                }
            }

            await (run.Random.Next(2) == 0 ? reader.CrashAsync() : reader.LeaveAsync()).ConfigureAwait(false);
        }

        var sent = await sending.ConfigureAwait(false);
        var missing = sent.Select(record => (record.StoredIn, record.Position)).ToHashSet();
        missing.ExceptWith(delivered.Select(record => (record.Place, record.Position)));
        var last = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        await last.KeepReceivingAsync(
            () => missing.Count == 0,
            record =>
            {
                delivered.Add(record);
                missing.Remove((record.Place, record.Position));
            },
            "The arrival of every record").ConfigureAwait(false);
        History.CheckPartitions(sent, delivered, mayRepeat: true);
        History.CheckKeys(sent, delivered, mayRepeat: true);
    }

    private static async Task LosesNothingAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        var sending = SendAsync(run, topic);
        var deadline = run.Deadline();
        var readers = Enumerable.Range(run.Random.Next(), 3).Select(seed => Task.Run(() => WorkAsync(run, topic, group, way, new Random(seed), acknowledged, deadline)));
        await Task.WhenAll(readers).ConfigureAwait(false);
        var sent = await sending.ConfigureAwait(false);
        var lost = sent.Select(record => record.Text).Except(acknowledged.Keys).ToList();
        Check.Equal(0, lost.Count, $"Records that no reader ever acknowledged, such as '{lost.FirstOrDefault()}'");
    }

    private static async Task WorkAsync(
        ConformanceRun run, string topic, string group, Coordination way, Random random, ConcurrentDictionary<string, bool> acknowledged, Deadline deadline)
    {
        var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        while (acknowledged.Count < Producers * Batches * BatchSize && !deadline.Passed)
        {
            var received = await reader.ReceiveAsync(random.Next(1, 32)).ConfigureAwait(false);
            var again = received.FirstOrDefault(record => acknowledged.ContainsKey(record.Text));
            Check.That(again is null, $"{again} came again after it was acknowledged.");
            foreach (var record in received)
            {
                if (random.Next(8) == 0)
                {
                    await reader.SettleAsync(SettlementKind.Requeue, record).ConfigureAwait(false);
                }
                else if (random.Next(100) > 0)
                {
                    await reader.AcknowledgeAsync(record).ConfigureAwait(false);
                    acknowledged[record.Text] = true;
                }
            }

            // What it holds and never settled is left to the others.
            if (random.Next(10) == 0)
            {
                await reader.CrashAsync().ConfigureAwait(false);
                reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
            }
        }

        await reader.CrashAsync().ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<SentRecord>> SendAsync(ConformanceRun run, string topic)
    {
        // Each producer has keys of its own, so that the order in which it sends a key is the order in which that key is stored.
        var producers = Enumerable.Range(0, Producers).Select(async producer =>
        {
            var random = new Random(run.Seed + producer);
            var sender = await run.OpenSenderAsync(run.Open()).ConfigureAwait(false);
            var sent = new List<SentRecord>();
            for (var batch = 0; batch < Batches; batch++)
            {
                sent.AddRange(await sender.SendAsync([.. Enumerable.Range(0, BatchSize).Select(number => new Sample(topic)
                {
                    Key = [(byte)producer, (byte)random.Next(10)],
                    Body = Encoding.UTF8.GetBytes($"{producer}-{batch}-{number}"),
                })]).ConfigureAwait(false));
            }

            return sent;
        });
        return [.. (await Task.WhenAll(producers).ConfigureAwait(false)).SelectMany(sent => sent)];
    }
}
