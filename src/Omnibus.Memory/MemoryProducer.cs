using Omnibus.Drivers;
using Omnibus.Memory.Storing;

namespace Omnibus.Memory;

/// <summary>Appends batches. Every record is settled before <see cref="SendAsync"/> returns.</summary>
internal sealed class MemoryProducer(MemoryTransport transport) : IProducerDriver
{
    private readonly KeyPartitioner _partitioner = new();
    private StoredTopic? _last;
    private (int Partition, long Offset)[] _places = new (int, long)[64];
    private bool _closed;

    public ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        cancellationToken.ThrowIfCancellationRequested();
        transport.ThrowIfClosed();
        var records = batch.Span;
        while (!records.IsEmpty)
        {
            // Neighbours of one topic share one entry through its gate.
            var length = 1;
            while (length < records.Length && records[length].Topic == records[0].Topic)
            {
                length++;
            }

            Send(records[..length]);
            records = records[length..];
        }

        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync()
    {
        _closed = true;
        return default;
    }

    private void Send(ReadOnlySpan<OutgoingRecord> records)
    {
        if (Find(records[0].Topic) is not { } topic)
        {
            FailMissing(records, chosen: false);
            return;
        }

        if (_places.Length < records.Length)
        {
            _places = new (int, long)[records.Length];
        }

        ChoosePartitions(records, topic);
        var now = transport.Clock.GetUtcNow();
        if (!TryAppend(records, topic, now.ToUnixTimeMilliseconds()))
        {
            FailMissing(records, chosen: true);
            return;
        }

        topic.Ring();
        transport.Store.TrimNowAndThen(topic, transport.Retention.Now);
        for (var index = 0; index < records.Length; index++)
        {
            if (_places[index].Partition >= 0)
            {
                records[index].Succeed(_places[index].Partition, Offsets.ToPosition(_places[index].Offset));
            }
        }
    }

    private void FailMissing(ReadOnlySpan<OutgoingRecord> records, bool chosen)
    {
        var missing = MemoryException.NoTopic(records[0].Topic);
        for (var index = 0; index < records.Length; index++)
        {
            // What was refused while partitions were chosen has failed already.
            if (!chosen || _places[index].Partition >= 0)
            {
                records[index].Fail(missing, mayBeStored: false);
            }
        }
    }

    // False where the topic was removed since it was found.
    private bool TryAppend(ReadOnlySpan<OutgoingRecord> records, StoredTopic topic, long now)
    {
        lock (topic.Gate)
        {
            if (topic.IsRemoved)
            {
                return false;
            }

            for (var index = 0; index < records.Length; index++)
            {
                ref var place = ref _places[index];
                if (place.Partition >= 0)
                {
                    place.Offset = topic.Partitions[place.Partition].Append(records[index], now);
                }
            }
        }

        return true;
    }

    // A record that is refused is failed here and marked by a partition below zero.
    private void ChoosePartitions(ReadOnlySpan<OutgoingRecord> records, StoredTopic topic)
    {
        for (var index = 0; index < records.Length; index++)
        {
            var record = records[index];
            _places[index].Partition = -1;
            if (record.Body is { Length: > MemoryFactory.MaxRecordBytes } body)
            {
                record.Fail(new MemoryException(FaultCode.TooLarge, $"A body of {body.Length} bytes is over the limit of {MemoryFactory.MaxRecordBytes}."), mayBeStored: false);
                continue;
            }

            try
            {
                _places[index].Partition = _partitioner.Choose(record, topic.Partitions.Length);
            }
            catch (ArgumentOutOfRangeException exception)
            {
                record.Fail(exception, mayBeStored: false);
            }
        }
    }

    private StoredTopic? Find(string name) =>
        _last is { IsRemoved: false } last && last.Name == name ? last : _last = transport.Store.Find(name);
}
