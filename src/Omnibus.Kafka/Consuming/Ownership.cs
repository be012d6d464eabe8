using Confluent.Kafka;
using Omnibus.Drivers;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Consuming;

using Client = IConsumer<Ignore, Ignore>;
using ClientPartition = Confluent.Kafka.TopicPartition;

/// <summary>
/// The consumer's side of a group: called by the client inside <c>Consume</c> whenever partitions come or go, each time only with those that do.
/// Nothing may be thrown into the client from here: it would drop its partitions, and a record that it had already taken out of its queue.
/// </summary>
internal sealed class Ownership(IPartitionOwner owner, Starts starts, KafkaConnection connection, IDriverNotices notices)
{
    // With the offset that the group goes on with.
    private readonly Dictionary<TopicPartition, long> _owned = [];
    private readonly List<ClientPartition> _arriving = [];
    private bool _closed;

    /// <summary>Where deliveries lie that this receive has filled and not returned yet.</summary>
    public Receiving Receiving { get; } = new();

    /// <summary>Commits for the group; set once, before the first callback, as is <see cref="Pauses"/>.</summary>
    public Commits Commits { get; set; } = null!;

    /// <summary>What is paused of the group's partitions.</summary>
    public Pauses Pauses { get; set; } = null!;

    /// <summary>How long reading the group's offsets may take.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The group has put us out, because nothing was received for too long: whatever the client still tells about partitions that go, they are
    /// gone. Until partitions come again.
    /// </summary>
    public bool PutOut { get; set; }

    /// <summary>Partitions that the group gave us and whose start is not stored yet: nothing of them may be delivered.</summary>
    public bool Unfinished => _arriving.Count > 0;

    /// <summary>Whether committing <paramref name="offset"/> would move its partition forward: nothing moves a group back.</summary>
    public bool Advances(TopicPartitionOffset offset) => _owned.TryGetValue(offset.TopicPartition.ToDrivers(), out var committed) && offset.Offset.Value > committed;

    /// <summary>Notes what was committed.</summary>
    public void Advance(TopicPartitionOffset offset) => _owned[offset.TopicPartition.ToDrivers()] = offset.Offset.Value;

    public bool Owns(TopicPartition partition) => _owned.ContainsKey(partition);

    /// <summary>Answers where to begin in partitions that come.</summary>
    public IEnumerable<TopicPartitionOffset> Assigned(Client client, List<ClientPartition> partitions)
    {
        PutOut = false;
        if (partitions.Count == 0)
        {
            owner.Assigned([]);
        }

        if (_closed || partitions.Count == 0)
        {
            return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End));
        }

        try
        {
            var begins = Resolve(client, partitions);
            Announce(begins);
            return begins;
        }
        catch (Exception)
        {
            // Next time, from ReceiveAsync, where the fault can be told. From its end on a partition brings nothing old meanwhile.
            _arriving.AddRange(partitions);
            return partitions.Select(partition => new TopicPartitionOffset(partition, Offset.End));
        }
    }

    /// <summary>Does for the partitions that came what <see cref="Assigned"/> could not do.</summary>
    public void Finish(Client client)
    {
        var begins = Resolve(client, _arriving);
        client.IncrementalUnassign(_arriving);
        client.IncrementalAssign(begins);
        _arriving.Clear();
        Announce(begins);
    }

    /// <summary>Lets the core finish with partitions that go, and commits what it returns.</summary>
    public void Revoked(IEnumerable<TopicPartitionOffset> partitions)
    {
        if (PutOut)
        {
            Lost(partitions);
            return;
        }

        var going = Take(partitions);
        if (going.Count == 0)
        {
            return;
        }

        Receiving.Drop(going);
        try
        {
            var settlements = owner.RevokingAsync(going).AsTask().GetAwaiter().GetResult();
            var offsets = settlements.Select(settlement => settlement.ToCommit()).Where(Advances).ToList();
            if (offsets.Count > 0)
            {
                Commits.Commit(offsets);
            }
        }
        catch (Exception exception)
        {
            notices.Report(NoticeCode.ClientError, going.Count, string.Join(", ", going), exception);
        }
        finally
        {
            Forget(going);
        }
    }

    /// <summary>Tells the core of partitions that somebody else may have already.</summary>
    public void Lost(IEnumerable<TopicPartitionOffset> partitions)
    {
        var gone = Take(partitions);
        if (gone.Count == 0)
        {
            return;
        }

        Receiving.Drop(gone);
        Forget(gone);
        try
        {
            owner.Lost(gone);
        }
        catch (Exception exception)
        {
            notices.Report(NoticeCode.ClientError, gone.Count, string.Join(", ", gone), exception);
        }
    }

    /// <summary>Gives up everything before the client is closed; after that the client's callbacks do nothing.</summary>
    public void Leave()
    {
        var all = _owned.Keys.Select(partition => new TopicPartitionOffset(partition.ToClient(), Offset.Unset)).ToArray();
        if (Commits.Stuck)
        {
            Lost(all);
        }
        else
        {
            Revoked(all);
        }

        _closed = true;
    }

    private List<TopicPartition> Take(IEnumerable<TopicPartitionOffset> partitions)
    {
        var going = new List<TopicPartition>();
        foreach (var partition in partitions)
        {
            // Those that never began are unknown to the core.
            _arriving.Remove(partition.TopicPartition);
            if (!_closed && Owns(partition.TopicPartition.ToDrivers()))
            {
                going.Add(partition.TopicPartition.ToDrivers());
            }
        }

        return going;
    }

    private void Forget(List<TopicPartition> partitions)
    {
        Pauses.Resume(partitions);
        foreach (var partition in partitions)
        {
            _owned.Remove(partition);
        }
    }

    /// <summary>Where the group goes on, stored for every partition that it had no place in.</summary>
    private List<TopicPartitionOffset> Resolve(Client client, IReadOnlyCollection<ClientPartition> partitions)
    {
        var begins = client.Committed(partitions, Patience);
        connection.Answered();
        var fresh = new List<TopicPartitionOffset>();
        for (var index = 0; index < begins.Count; index++)
        {
            if (begins[index].Offset.IsSpecial)
            {
                begins[index] = new TopicPartitionOffset(begins[index].TopicPartition, starts.For(begins[index].TopicPartition.ToDrivers()));
                fresh.Add(begins[index]);
            }
        }

        if (fresh.Count > 0)
        {
            Commits.Commit(fresh);
        }

        return begins;
    }

    private void Announce(List<TopicPartitionOffset> begins)
    {
        var assignments = new List<Assignment>(begins.Count);
        foreach (var begin in begins)
        {
            assignments.Add(new Assignment(begin.TopicPartition.ToDrivers(), new Position(0, (ulong)begin.Offset.Value), Epoch: 0));
        }

        owner.Assigned(assignments);
        foreach (var begin in begins)
        {
            _owned[begin.TopicPartition.ToDrivers()] = begin.Offset.Value;
        }
    }
}
