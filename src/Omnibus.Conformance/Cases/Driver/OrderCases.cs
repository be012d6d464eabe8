using System.Text;
using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Order in partitions and by key, also across failures.</summary>
internal static class OrderCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Order")
        .Add("Records that one producer sends to one partition are stored in that order", StoresInOrderAsync)
        .AddFor(Needs.Ordered, "Records of a partition come in the order in which they were stored", ComesInOrderAsync)
        .AddFor(Needs.Ordered, "Records of one key come in the order in which they were sent", KeepsKeysInOrderAsync)
        .AddFor(Needs.Ordered, "After a failure a suffix is repeated, in order and without a gap", RepeatsSuffixAsync)
        .Cases;

    private static async Task StoresInOrderAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var sent = new List<SentRecord>();
        for (var batch = 0; batch < 10; batch++)
        {
            var records = Enumerable.Range(0, 30).Select(number => sender.NewRecord(new Sample(topic)
            {
                Partition = run.Random.Next(run.Harness.Partitions),
                Body = Encoding.UTF8.GetBytes($"{batch}-{number}"),
            })).ToList();
            sent.AddRange(records);
            await sender.HandOverAsync(records, run.Stop).ConfigureAwait(false);
            if (!run.Info.IdempotentPipelining)
            {
                // As the core does: one batch in flight.
                await SettledAsync(run, records).ConfigureAwait(false);
            }
        }

        await SettledAsync(run, sent).ConfigureAwait(false);
        foreach (var partition in sent.GroupBy(record => record.Partition))
        {
            foreach (var (before, after) in partition.Zip(partition.Skip(1)))
            {
                Check.That(before.Failure is null && after.Failure is null, $"A record was not stored: {before.Failure ?? after.Failure}");
                Check.That(
                    before.Position < after.Position,
                    $"{before.StoredIn}: '{before.Text}' was sent first and stored at {before.Position}, '{after.Text}' at {after.Position}.");
            }
        }
    }

    private static Task SettledAsync(ConformanceRun run, IEnumerable<SentRecord> records) =>
        run.WithinAsync(Task.WhenAll(records.Select(record => record.Settled)), "The settlement of sent records");

    private static async Task ComesInOrderAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, run.NewGroup(), way).ConfigureAwait(false);
        Check.That(reader.Consumer.Ordered, "The consumer says that its deliveries are not ordered.");
        var sending = Task.WhenAll(SendAsync(run, topic), SendAsync(run, topic));
        var received = await reader.TakeAsync(400).ConfigureAwait(false);
        var sent = (await sending.ConfigureAwait(false)).SelectMany(records => records).ToList();
        History.CheckPartitions(sent, received, mayRepeat: false);

        static async Task<IReadOnlyList<SentRecord>> SendAsync(ConformanceRun run, string topic)
        {
            var sender = await run.OpenSenderAsync(run.Open()).ConfigureAwait(false);
            var sent = new List<SentRecord>();
            for (var batch = 0; batch < 10; batch++)
            {
                sent.AddRange(await sender.SendAsync(
                    [.. Enumerable.Range(0, 20).Select(number => new Sample(topic)
                    {
                        Partition = number % run.Harness.Partitions,
                        Body = Encoding.UTF8.GetBytes($"{batch}-{number}"),
                    })]).ConfigureAwait(false));
            }

            return sent;
        }
    }

    private static async Task KeepsKeysInOrderAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sent = await SendKeyedAsync(run, topic, 300).ConfigureAwait(false);
        var reader = await run.JoinAsync(topic, run.NewGroup(), way).ConfigureAwait(false);
        var received = await reader.TakeAsync(sent.Count).ConfigureAwait(false);
        History.CheckKeys(sent, received, mayRepeat: false);
        foreach (var key in sent.GroupBy(record => record.Sample.Key![0]))
        {
            Check.Sequence(
                key.Select(record => record.Text),
                received.Where(record => record.Key is [var first] && first == key.Key).Select(record => record.Text),
                $"The records of key {key.Key} as they were sent");
        }
    }

    private static async Task RepeatsSuffixAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        var sent = await SendKeyedAsync(run, topic, 200).ConfigureAwait(false);
        var delivered = new List<ReceivedRecord>();
        for (var round = 0; round < 3; round++)
        {
            var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
            var taken = await reader.TakeAsync(40).ConfigureAwait(false);
            delivered.AddRange(taken);
            await reader.AcknowledgeAsync([.. taken.Take(run.Random.Next(40))]).ConfigureAwait(false);
            await reader.CrashAsync().ConfigureAwait(false);
        }

        var last = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        var missing = sent.Select(record => (record.StoredIn, record.Position)).ToHashSet();
        missing.ExceptWith(delivered.Select(record => (record.Place, record.Position)));
        await last.KeepReceivingAsync(
            () => missing.Count == 0,
            record =>
            {
                delivered.Add(record);
                missing.Remove((record.Place, record.Position));
            },
            "The arrival of what the crashed consumers had not settled").ConfigureAwait(false);
        History.CheckPartitions(sent, delivered, mayRepeat: true);
        History.CheckKeys(sent, delivered, mayRepeat: true);
    }

    private static async Task<IReadOnlyList<SentRecord>> SendKeyedAsync(ConformanceRun run, string topic, int count)
    {
        var sender = await run.SenderAsync().ConfigureAwait(false);
        return await sender.SendAsync([.. Enumerable.Range(0, count).Select(number => new Sample(topic)
        {
            Key = [(byte)run.Random.Next('a', 'q')],
            Body = Encoding.UTF8.GetBytes($"{number}"),
        })]).ConfigureAwait(false);
    }
}
