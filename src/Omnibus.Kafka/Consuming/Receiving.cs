using Omnibus.Drivers;

namespace Omnibus.Kafka.Consuming;

/// <summary>The deliveries of one receive that is still going on: partitions may go while it fills its buffer.</summary>
internal sealed class Receiving
{
    private Memory<Delivery> _buffer;

    /// <summary>How many are filled.</summary>
    public int Count { get; private set; }

    public bool Full => Count == _buffer.Length;

    public void Begin(Memory<Delivery> buffer)
    {
        _buffer = buffer;
        Count = 0;
    }

    /// <summary>The next delivery to fill; it counts at once.</summary>
    public Delivery Next() => _buffer.Span[Count++];

    /// <summary>Ends the receive and says how many deliveries it has.</summary>
    public int End()
    {
        var count = Count;
        _buffer = default;
        Count = 0;
        return count;
    }

    /// <summary>Takes back deliveries of partitions that go: nobody has seen them yet, and whoever owns the partition next gets them.</summary>
    public void Drop(IReadOnlyCollection<TopicPartition> partitions)
    {
        var deliveries = _buffer.Span[..Count];
        var kept = 0;
        for (var index = 0; index < deliveries.Length; index++)
        {
            var delivery = deliveries[index];
            if (partitions.Contains(new TopicPartition(delivery.Topic, delivery.Partition)))
            {
                delivery.Release();
            }
            else
            {
                // The buffer keeps all its deliveries, in another order.
                (deliveries[kept], deliveries[index]) = (delivery, deliveries[kept]);
                kept++;
            }
        }

        Count = kept;
    }
}
