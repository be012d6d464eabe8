using Omnibus.Drivers;
using Omnibus.Memory.Storing;

namespace Omnibus.Memory;

/// <summary>Reads partitions in order: those that the core assigns, or all of them where there is no group.</summary>
internal sealed class LogConsumer : MemoryConsumer, ISeekableConsumer, IPausableConsumer, IAssignableConsumer
{
    private readonly List<Reading> _readings = [];
    private int _turn;

    public LogConsumer(MemoryTransport transport, ConsumerRequest request)
        : base(transport, request)
    {
        if (request.Group is not null)
        {
            return;
        }

        foreach (var topic in Topics)
        {
            Store.Trim(topic, transport.Retention.Now);
            lock (topic.Gate)
            {
                _readings.AddRange(topic.Partitions.Select(partition => new Reading(topic, partition, partition.Resolve(request.Start))));
            }
        }
    }

    public override SettlementModel Settlement => SettlementModel.Cumulative;

    public override bool Ordered => true;

    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        Unassign([.. assignments.Select(assignment => assignment.Partition)]);
        foreach (var assignment in assignments)
        {
            var topic = Topics.First(topic => topic.Name == assignment.Partition.Topic);
            var partition = topic.Partition(assignment.Partition.Partition);
            _readings.Add(new Reading(topic, partition, assignment.Start is { } start ? Offsets.Of(start) : partition.First));
        }
    }

    public void Unassign(IReadOnlyList<TopicPartition> partitions) => _readings.RemoveAll(reading => partitions.Contains(reading.Partition.Name));

    public ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var reading = _readings.Find(reading => reading.Partition.Name == partition)
            ?? throw new ArgumentException($"{partition} is not read by this consumer.", nameof(partition));
        reading.Next = Offsets.Of(position);
        return default;
    }

    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, paused: true);

    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, paused: false);

    // Each receive begins with the next partition, so that none waits behind a busy one.
    protected override int Fill(Span<Delivery> buffer)
    {
        var count = 0;
        for (var step = 0; step < _readings.Count && count < buffer.Length; step++)
        {
            _turn = _turn + 1 < _readings.Count ? _turn + 1 : 0;
            var reading = _readings[_turn];
            if (!reading.Paused && reading.Next < reading.Partition.End)
            {
                count += Read(reading, buffer[count..]);
            }
        }

        return count;
    }

    protected override void Settle(ReadOnlySpan<Settlement> settlements, string group)
    {
        List<TopicPartition>? fenced = null;
        lock (Store.Gate)
        {
            var stored = Store.Groups.Touch(group, Now());
            foreach (ref readonly var settlement in settlements)
            {
                var place = stored.Place(settlement.Partition);
                if (place.Lease is { } lease && settlement.Epoch < lease.Epoch)
                {
                    (fenced ??= []).Add(settlement.Partition);
                }
                else
                {
                    place.Advance(Offsets.Of(settlement.Position.Next));
                }
            }
        }

        if (fenced is not null)
        {
            throw new FencedException(fenced);
        }
    }

    protected override void Close()
    {
        // Readings hold no memory, and the leases are the core's.
    }

    private int Read(Reading reading, Span<Delivery> buffer)
    {
        long trimmed;
        int count;
        lock (reading.Topic.Gate)
        {
            if (reading.Topic.IsRemoved)
            {
                return 0;
            }

            trimmed = reading.Partition.First - reading.Next;
            reading.Next = Math.Max(reading.Next, reading.Partition.First);
            count = reading.Partition.Read(reading.Next, buffer);
            reading.Next += count;
        }

        if (trimmed > 0)
        {
            Report(NoticeCode.Trimmed, trimmed, reading.Partition.Name);
        }

        return count;
    }

    private void SetPaused(IReadOnlyList<TopicPartition> partitions, bool paused)
    {
        foreach (var reading in _readings)
        {
            if (partitions.Contains(reading.Partition.Name))
            {
                reading.Paused = paused;
            }
        }
    }

    private sealed class Reading(StoredTopic topic, StoredPartition partition, long next)
    {
        public StoredTopic Topic { get; } = topic;

        public StoredPartition Partition { get; } = partition;

        public long Next { get; set; } = next;

        public bool Paused { get; set; }
    }
}
