using Omnibus.Drivers;

namespace Omnibus.Kafka.Consuming;

/// <summary>
/// Pooled chunks that records are copied into out of the client's memory, many records to a chunk. A chunk goes back to the pool when the last of its
/// deliveries was released. For one thread.
/// </summary>
internal sealed class DeliveryMemory
{
    private const int ChunkBytes = 64 * 1024;

    private RecordMemory? _chunk;
    private int _used;

    /// <summary>The chunk that the last record lies in. The record's delivery must take a reference before the next one is begun.</summary>
    public RecordMemory? Owner => _chunk;

    /// <summary>Makes room for a whole record: all its parts lie in one chunk, because a delivery has one owner.</summary>
    public void Begin(int length)
    {
        if (_chunk is not null && _chunk.Array.Length - _used >= length)
        {
            return;
        }

        _chunk?.Release();
        _chunk = RecordMemory.Rent(Math.Max(length, ChunkBytes));
        _used = 0;
    }

    /// <summary>Copies a part of the record.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> part)
    {
        var copy = _chunk!.Array.AsMemory(_used, part.Length);
        part.CopyTo(copy.Span);
        _used += part.Length;
        return copy;
    }

    /// <summary>Gives back what no delivery holds.</summary>
    public void Release()
    {
        _chunk?.Release();
        _chunk = null;
    }
}
