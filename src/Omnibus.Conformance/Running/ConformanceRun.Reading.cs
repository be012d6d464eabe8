using Omnibus.Conformance.Recording;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Running;

/// <summary>Shorthand for what most cases do.</summary>
internal sealed partial class ConformanceRun
{
    /// <summary>The texts <c>0</c>, <c>1</c>, … as bodies.</summary>
    public static IReadOnlyList<string> Numbers(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Joins a group and returns once the consumer has its partitions.</summary>
    public Task<Reader> JoinAsync(string topic, string group, Coordination way, StartPoint? start = null, IReadOnlyList<int>? partitions = null) =>
        Reader.OpenAsync(
            this,
            Transport,
            new ReadRequest { Topics = [topic], Group = group, Coordination = way, Start = start ?? StartPoint.Earliest, Partitions = partitions });

    /// <summary>Reads without a group.</summary>
    public Task<Reader> ReadAsync(string topic, StartPoint? start = null) =>
        Reader.OpenAsync(this, Transport, new ReadRequest { Topics = [topic], Start = start ?? StartPoint.Earliest });

    /// <summary>Stores the same number of records in every partition of a topic, and returns them.</summary>
    public async Task<IReadOnlyList<SentRecord>> SendToEachAsync(string topic, int count, string prefix = "")
    {
        var sender = await SenderAsync().ConfigureAwait(false);
        return await sender.SendAsync(
            [.. from number in Enumerable.Range(0, count)
                from partition in Enumerable.Range(0, Harness.Partitions)
                select new Sample(topic) { Partition = partition, Body = System.Text.Encoding.UTF8.GetBytes($"{prefix}{partition}:{number}") }]).ConfigureAwait(false);
    }

    /// <summary>
    /// Goes on receiving with several readers at once, as several processes would, until <paramref name="count"/> records came in all.
    /// </summary>
    public async Task<IReadOnlyList<ReceivedRecord>> TakeTogetherAsync(int count, params IReadOnlyList<Reader> readers)
    {
        var taken = new List<ReceivedRecord>();
        bool Enough()
        {
            lock (taken)
            {
                return taken.Count >= count;
            }
        }

        await Task.WhenAll(readers.Select(reader => reader.KeepReceivingAsync(
            Enough,
            record =>
            {
                lock (taken)
                {
                    taken.Add(record);
                }
            },
            $"The arrival of {count} records at {readers.Count} consumers"))).ConfigureAwait(false);
        return taken;
    }
}
