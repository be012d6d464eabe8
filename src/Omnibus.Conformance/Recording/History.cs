using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>
/// Compares what was stored with what was delivered, in order. First deliveries come in stored order with none left out. After a failure
/// reading may go back, to any place, and goes on from there without a gap.
/// </summary>
internal static class History
{
    /// <summary>Holds the deliveries of every partition to the order in which the broker stored.</summary>
    /// <param name="stored">What was sent, in any order.</param>
    /// <param name="delivered">What came, in the order in which it came.</param>
    /// <param name="mayRepeat">Whether anything failed, so that a suffix may come again.</param>
    public static void CheckPartitions(IEnumerable<SentRecord> stored, IEnumerable<ReceivedRecord> delivered, bool mayRepeat) =>
        CheckLanes(
            stored.GroupBy(record => record.StoredIn).ToDictionary(lane => lane.Key, lane => lane.OrderBy(record => record.Position).ToList()),
            delivered.ToLookup(record => record.Place),
            mayRepeat);

    /// <summary>Holds the deliveries of every key to the order in which the broker stored them.</summary>
    /// <inheritdoc cref="CheckPartitions" />
    public static void CheckKeys(IEnumerable<SentRecord> stored, IEnumerable<ReceivedRecord> delivered, bool mayRepeat) =>
        CheckLanes(
            stored.GroupBy(record => KeyOf(record.Sample.Key)).ToDictionary(lane => lane.Key, lane => lane.OrderBy(record => record.Position).ToList()),
            delivered.ToLookup(record => KeyOf(record.Key)),
            mayRepeat);

    private static string KeyOf(byte[]? key) => key is null ? "no key" : $"key {Convert.ToHexString(key)}";

    private static void CheckLanes<TLane>(
        Dictionary<TLane, List<SentRecord>> stored, ILookup<TLane, ReceivedRecord> delivered, bool mayRepeat)
        where TLane : notnull
    {
        foreach (var lane in delivered.Where(lane => !stored.ContainsKey(lane.Key)))
        {
            throw new ConformanceException($"{lane.Key}: {lane.First()} was delivered and nothing was stored there.");
        }

        foreach (var (lane, records) in stored)
        {
            CheckLane(lane.ToString()!, [.. records.Select(record => (record.StoredIn, record.Position))], [.. delivered[lane]], mayRepeat);
        }
    }

    private static void CheckLane(
        string lane, List<(TopicPartition Place, Position Position)> stored, List<ReceivedRecord> delivered, bool mayRepeat)
    {
        var order = stored.Select((place, index) => (place, index)).ToDictionary(entry => entry.place, entry => entry.index);
        var reached = 0;
        var last = -1;
        foreach (var record in delivered)
        {
            Check.That(order.TryGetValue((record.Place, record.Position), out var index), $"{lane}: {record} was delivered and never stored.");
            Check.That(
                index <= reached,
                $"{lane}: {record} was delivered as number {index} and number {reached} had not come: out of order, or lost.");
            Check.That(
                index == last + 1 || (mayRepeat && index <= last),
                $"{lane}: {record}, number {index}, was delivered after number {last}: {(index <= last ? "repeated, and nothing had failed" : "a gap in a repeated part")}.");
            last = index;
            reached = Math.Max(reached, index + 1);
        }

        Check.That(reached == stored.Count, $"{lane}: {stored.Count} records were stored, and after {reached} no more came.");
    }
}
