using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;

namespace Omnibus.Processes.Tests.Kafka;

/// <summary>An offset that the brokers stored for a group: everything below it counts as done.</summary>
/// <param name="WallClock">When, in milliseconds of the broker's clock, which is this machine's.</param>
internal readonly record struct Commit(int Partition, long Offset, long WallClock);

/// <summary>Every commit that was ever made, as the brokers keep it themselves: the topic of the groups' offsets, which is not compacted so soon.</summary>
internal static class CommitLog
{
    private const string Topic = "__consumer_offsets";

    public static List<Commit> Read(string servers, string group)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]?>(new ConsumerConfig { BootstrapServers = servers, GroupId = "log", EnablePartitionEof = true })
            .SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(Topic, TimeSpan.FromSeconds(30)).Topics[0].Partitions;
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(Topic, partition.PartitionId, Offset.Beginning)));
        var commits = new List<Commit>();
        for (var left = partitions.Count; left > 0;)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException("The log of commits was not read to its end.");
            if (result.IsPartitionEOF)
            {
                left--;
            }
            else if (result.Message.Value is { } value && PartitionOf(result.Message.Key, group) is { } partition)
            {
                // A version of two bytes, then the offset, in every version.
                commits.Add(new Commit(partition, BinaryPrimitives.ReadInt64BigEndian(value.AsSpan(2)), result.Message.Timestamp.UnixTimestampMs));
            }
        }

        consumer.Close();
        return commits;
    }

    /// <summary>
    /// No commit passes work that was unfinished when it was made. Work is finished when its handler says so, which is before it is acknowledged: one
    /// that was stopped in between may count as finished and be done again, never the other way round.
    /// </summary>
    public static void Check(IReadOnlyCollection<Commit> commits, IEnumerable<Handled> handled)
    {
        var finished = handled.GroupBy(one => one.Partition)
            .ToDictionary(one => one.Key, one => one.GroupBy(tick => tick.Offset).ToDictionary(tick => tick.Key, tick => tick.Min(time => time.WallClock)));
        foreach (var partition in commits.GroupBy(commit => commit.Partition))
        {
            var times = finished.GetValueOrDefault(partition.Key, []);
            var (next, latest) = (0L, 0L);
            foreach (var commit in partition.OrderBy(commit => commit.Offset))
            {
                for (; next < commit.Offset; next++)
                {
                    Assert.True(times.TryGetValue(next, out var time), $"{commit} passes {next}, which was never finished.");
                    latest = Math.Max(latest, time);
                }

                Assert.True(latest <= commit.WallClock, $"{commit} passes work that was finished at {latest} only.");
            }
        }
    }

    /// <summary>Of the key of an offset, versions 0 and 1: version, group, topic, partition. Null: something else.</summary>
    private static int? PartitionOf(ReadOnlySpan<byte> key, string group)
    {
        if (BinaryPrimitives.ReadInt16BigEndian(key) > 1)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt16BigEndian(key[2..]);
        return Encoding.UTF8.GetString(key.Slice(4, length)) == group ? BinaryPrimitives.ReadInt32BigEndian(key[^4..]) : null;
    }
}
