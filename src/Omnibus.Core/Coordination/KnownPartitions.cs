using System.Collections.Frozen;
using System.Runtime.ExceptionServices;
using Omnibus.Drivers;

namespace Omnibus.Coordinating;

/// <summary>
/// The partitions of a consumer's topics. Looked up now and then, because topics appear and grow; prepared for the group before anybody can acquire
/// them. For one caller at a time.
/// </summary>
internal sealed class KnownPartitions(string group, IReadOnlyList<string> topics, StartPoint start, ITopicAdministrator administrator, ILeaseStore store)
{
    private readonly Dictionary<string, FrozenSet<TopicPartition>> _byTopic = new(StringComparer.Ordinal);

    public IReadOnlySet<TopicPartition> All { get; private set; } = FrozenSet<TopicPartition>.Empty;

    /// <summary>Looks at every topic, also after one of them failed, and then throws what failed first. A store that does not answer is not asked on.</summary>
    public async ValueTask RefreshAsync(StoreCalls calls)
    {
        Exception? first = null;
        foreach (var topic in topics)
        {
            try
            {
                await RefreshAsync(topic, calls).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A topic that cannot be described must not keep the others from being read.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                first ??= exception;
                if (exception is TimeoutException)
                {
                    break;
                }
            }
        }

        All = _byTopic.Values.SelectMany(static partitions => partitions).ToFrozenSet();
        if (first is not null)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private async ValueTask RefreshAsync(string topic, StoreCalls calls)
    {
        var description = await calls.AskAsync(token => administrator.DescribeAsync(topic, token)).ConfigureAwait(false);
        var found = description?.Partitions.Select(partition => new TopicPartition(topic, partition.Partition)).ToFrozenSet() ?? [];
        var before = _byTopic.GetValueOrDefault(topic);
        if (!found.IsSubsetOf(before ?? []))
        {
            await calls.TellAsync(token => store.PrepareAsync(group, [topic], before is null ? start : LaterStart, token)).ConfigureAwait(false);
        }

        _byTopic[topic] = found;
    }

    /// <summary>What was not there at the first look holds nothing older than this consumer: "from now on" is all of it.</summary>
    private StartPoint LaterStart => start.Kind == StartKind.Latest ? StartPoint.Earliest : start;
}
