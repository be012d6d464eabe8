using Omnibus.Drivers;
using Omnibus.Memory.Grouping;
using Omnibus.Memory.Storing;

namespace Omnibus.Memory;

/// <summary>Groups: described, moved and removed.</summary>
internal sealed partial class MemoryTransport : IGroupAdministrator
{
    public ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        lock (store.Gate)
        {
            return new([.. store.Groups.Names]);
        }
    }

    public ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        lock (store.Gate)
        {
            return new(store.Groups.Find(group) is { } found
                ? new GroupDescription(
                    group,
                    found.Members,
                    [.. found.Places.OrderBy(place => place.Partition.Topic, StringComparer.Ordinal).ThenBy(place => place.Partition.Partition).Select(Describe)])
                : null);
        }
    }

    public ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        _ = store.Topic(partition.Topic).Partition(partition.Partition);
        lock (store.Gate)
        {
            if (store.Groups.Find(group) is { Members.Count: > 0 } active)
            {
                throw new GroupActiveException(group, active.Members);
            }

            store.Groups.Touch(group, Now()).Prepare(partition, 0).Move(Offsets.Of(position));
        }

        return default;
    }

    public ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        lock (store.Gate)
        {
            return store.Groups.Find(group) is { Members.Count: > 0 } active
                ? throw new GroupActiveException(group, active.Members)
                : new(store.Groups.Remove(group));
        }
    }

    private GroupPartition Describe(GroupPlace place)
    {
        var topic = store.Topic(place.Partition.Topic);
        lock (topic.Gate)
        {
            var partition = topic.Partition(place.Partition.Partition);
            var next = Math.Max(place.Offset, partition.First);
            return new GroupPartition(place.Partition, Offsets.ToPosition(place.Offset), Math.Max(0, partition.End - next))
            {
                Member = place.Lease?.Owner,
                OldestUnsettled = next < partition.End ? DateTimeOffset.FromUnixTimeMilliseconds(partition.StoredAt(next)) : null,
            };
        }
    }
}
