using Omnibus.Drivers;
using Omnibus.Memory.Grouping;
using Omnibus.Memory.Storing;

namespace Omnibus.Memory;

/// <summary>Competes with the other readers of its group for single records. What it holds when it closes goes to the others.</summary>
internal sealed class SharedConsumer : MemoryConsumer, IPausableConsumer
{
    private readonly List<Reading> _readings = [];
    private readonly StoredGroup _group;
    private readonly string _member;
    private readonly int _number;
    private int _turn;

    public SharedConsumer(MemoryTransport transport, ConsumerRequest request)
        : base(transport, request)
    {
        _member = request.Member;
        transport.Prepare(request.Group!, request.Topics, request.Start);
        lock (Store.Gate)
        {
            _group = Store.Groups.Touch(request.Group!, Now());
            _group.Join(_member);
            _number = Store.Groups.NewReader();
            foreach (var topic in Topics)
            {
                _readings.AddRange(topic.Partitions.Select(partition => new Reading(topic, partition, _group.Place(partition.Name))));
            }
        }
    }

    public override SettlementModel Settlement => SettlementModel.Individual;

    // A requeued record comes behind younger ones.
    public override bool Ordered => false;

    public void Pause(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, paused: true);

    public void Resume(IReadOnlyList<TopicPartition> partitions) => SetPaused(partitions, paused: false);

    protected override int Fill(Span<Delivery> buffer)
    {
        var count = 0;
        lock (Store.Gate)
        {
            for (var step = 0; step < _readings.Count && count < buffer.Length; step++)
            {
                _turn = _turn + 1 < _readings.Count ? _turn + 1 : 0;
                if (!_readings[_turn].Paused)
                {
                    count += Take(_readings[_turn], buffer[count..]);
                }
            }
        }

        return count;
    }

    protected override void Settle(ReadOnlySpan<Settlement> settlements, string group)
    {
        var requeued = false;
        lock (Store.Gate)
        {
            _group.LastSeen = Now();
            foreach (ref readonly var settlement in settlements)
            {
                var queue = _group.Place(settlement.Partition).Share();
                var offset = Offsets.Of(settlement.Position);
                if (settlement.Kind == SettlementKind.Requeue)
                {
                    queue.Requeue(offset, _number);
                    requeued = true;
                }
                else
                {
                    queue.Settle(offset, _number);
                }
            }
        }

        if (requeued)
        {
            RingAll();
        }
    }

    protected override void Close()
    {
        lock (Store.Gate)
        {
            _group.Leave(_member);
            foreach (var reading in _readings)
            {
                reading.Place.Queue?.RequeueAll(_number);
            }
        }

        RingAll();
    }

    private int Take(Reading reading, Span<Delivery> buffer)
    {
        var queue = reading.Place.Share();
        var count = 0;
        lock (reading.Topic.Gate)
        {
            while (count < buffer.Length && queue.TryTake(_number, reading.Partition.First, reading.Partition.End, out var offset))
            {
                count += reading.Partition.Read(offset, buffer.Slice(count, 1));
            }
        }

        return count;
    }

    private void RingAll()
    {
        foreach (var topic in Topics)
        {
            topic.Ring();
        }
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

    private sealed class Reading(StoredTopic topic, StoredPartition partition, GroupPlace place)
    {
        public StoredTopic Topic { get; } = topic;

        public StoredPartition Partition { get; } = partition;

        public GroupPlace Place { get; } = place;

        public bool Paused { get; set; }
    }
}
