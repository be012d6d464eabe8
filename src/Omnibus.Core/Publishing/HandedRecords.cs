namespace Omnibus.Publishing;

/// <summary>
/// The records that were handed to the driver last, so that the clock can answer their callers when the driver does not. Remembers an object together
/// with its sequence, because a settled object may have become another publication.
/// </summary>
internal sealed class HandedRecords(ProducerLoop loop, int capacity)
{
    private readonly (PublishOperation? Record, long Sequence)[] _ring = new (PublishOperation?, long)[capacity];
    private readonly Lock _gate = new();
    private int _next;

    public void Add(ReadOnlySpan<PublishOperation> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                _ring[_next] = (record, record.Sequence);
                _next = _next + 1 == _ring.Length ? 0 : _next + 1;
            }
        }
    }

    public void Expire(long now)
    {
        lock (_gate)
        {
            foreach (var (record, sequence) in _ring)
            {
                record?.ExpireIfStill(loop, sequence, now);
            }
        }
    }
}
