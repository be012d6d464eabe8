using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Consuming;

/// <summary>
/// Copies keys and bodies out of the client's memory into pooled chunks, many records to a chunk. A chunk goes back to the pool when the last of
/// its deliveries was released. For one thread.
/// </summary>
internal sealed class DeliveryMemory : IDeserializer<DeliveryMemory.Slice>
{
    private const int ChunkBytes = 64 * 1024;

    private RecordMemory? _chunk;
    private int _used;
    private Slice _key;

    /// <summary>The chunk that the last record lies in. The record's delivery must take a reference before the next record is copied.</summary>
    public RecordMemory? Owner => _chunk;

    /// <summary>Copies a key or a body; the client asks for the key first.</summary>
    public Slice Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (context.Component == MessageComponentType.Key)
        {
            _key = default;
            return _key = isNull ? default : Copy(data, keep: 0);
        }

        return isNull ? default : Copy(data, keep: _key.Length);
    }

    /// <summary>The key of the last record, wherever it lies by now.</summary>
    public ReadOnlyMemory<byte>? Key => BytesOf(_key);

    // A bare null would become an array that is null, and that an empty memory.
    public ReadOnlyMemory<byte>? BytesOf(Slice slice) =>
        slice.Exists ? _chunk!.Array.AsMemory(slice.Start, slice.Length) : (ReadOnlyMemory<byte>?)null;

    /// <summary>Gives back what no delivery holds.</summary>
    public void Release()
    {
        _chunk?.Release();
        _chunk = null;
    }

    private Slice Copy(ReadOnlySpan<byte> data, int keep)
    {
        if (_chunk is null || _chunk.Array.Length - _used < data.Length)
        {
            Next(data.Length + keep);
        }

        data.CopyTo(_chunk!.Array.AsSpan(_used));
        var slice = new Slice(_used, data.Length, Exists: true);
        _used += data.Length;
        return slice;
    }

    private void Next(int length)
    {
        var full = _chunk;
        _chunk = RecordMemory.Rent(Math.Max(length, ChunkBytes));
        _used = 0;
        if (full is not null && _key.Exists)
        {
            // A record has one owner: its key moves along with its body.
            full.Array.AsSpan(_key.Start, _key.Length).CopyTo(_chunk.Array);
            _key = _key with { Start = 0 };
            _used = _key.Length;
        }

        full?.Release();
    }

    /// <summary>A place in the current chunk; the default is no bytes at all, as in a record without a key.</summary>
    internal readonly record struct Slice(int Start, int Length, bool Exists);
}
