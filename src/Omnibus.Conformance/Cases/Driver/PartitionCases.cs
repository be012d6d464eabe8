using System.Text;
using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Which partition a record goes to.</summary>
internal static class PartitionCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Partitions")
        .Add("A record goes to the partition that it names", GoesWhereItSaysAsync)
        .Add("Records of one key go to one partition, over every connection", KeyDecidesAsync)
        .Add("Different keys use every partition", UsesAllAsync)
        .Add("A record for a partition that does not exist is refused, and its neighbours are stored", RefusesAsync)
        .Cases;

    private static async Task GoesWhereItSaysAsync(ConformanceRun run)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var sent = await run.SendToEachAsync(topic, 10).ConfigureAwait(false);
        Check.Equal(0, sent.Count(record => record.StoredIn.Partition != record.Partition), "Records that were stored in another partition");
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        var received = await reader.TakeAsync(sent.Count).ConfigureAwait(false);
        Check.SameMembers(
            sent.Select(record => (record.Text, record.Partition!.Value)), received.Select(record => (record.Text, record.Place.Partition)), "Records and partitions");
    }

    private static async Task KeyDecidesAsync(ConformanceRun run)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var homes = new Dictionary<string, int>();
        for (var connection = 0; connection < 3; connection++)
        {
            var sender = await run.OpenSenderAsync(run.Open()).ConfigureAwait(false);
            foreach (var record in await sender.SendAsync(Keyed(topic, 100)).ConfigureAwait(false))
            {
                var key = Encoding.UTF8.GetString(record.Sample.Key!);
                homes.TryAdd(key, record.StoredIn.Partition);
                Check.Equal(homes[key], record.StoredIn.Partition, $"The partition of key '{key}' over connection {connection + 1}");
            }
        }

        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        foreach (var record in await reader.TakeAsync(300).ConfigureAwait(false))
        {
            Check.Equal(homes[Encoding.UTF8.GetString(record.Key ?? [])], record.Place.Partition, $"The partition of {record}");
        }
    }

    private static async Task UsesAllAsync(ConformanceRun run)
    {
        var topic = await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var sent = await sender.SendAsync(Keyed(topic, 200)).ConfigureAwait(false);
        Check.SameMembers(
            Enumerable.Range(0, run.Harness.Partitions), sent.Select(record => record.StoredIn.Partition).Distinct(), "The partitions that 200 keys use");
    }

    private static async Task RefusesAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var sender = await run.SenderAsync().ConfigureAwait(false);
        var settled = await sender.TrySendAsync(
            new Sample(topic) { Partition = 0, Body = "before"u8.ToArray() },
            new Sample(topic) { Partition = run.Harness.Partitions, Body = "nowhere"u8.ToArray() },
            new Sample(topic) { Partition = 0, Body = "after"u8.ToArray() }).ConfigureAwait(false);
        var refused = settled[1];
        Check.That(refused.Failure is not null, "A record for a partition that does not exist was stored.");
        Check.That(!refused.MayBeStored, "The refused record is said to be stored, perhaps.");
        var code = run.Transport.Classify(refused.Failure);
        Check.That(code is FaultCode.InvalidArgument or FaultCode.NotFound, $"The refusal classifies as {code}, not as InvalidArgument or NotFound.");
        Check.That(settled[0].Failure is null && settled[2].Failure is null, "A neighbour of the refused record was not stored.");
    }

    private static Sample[] Keyed(string topic, int count) =>
        [.. Enumerable.Range(0, count).Select(number => new Sample(topic) { Key = Encoding.UTF8.GetBytes($"key-{number}"), Body = [(byte)number] })];
}
