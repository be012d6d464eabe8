using Omnibus.Drivers;

namespace Omnibus.Memory.Storing;

/// <summary>
/// A run of a partition's records. Their bytes lie in chunks that deliveries share by reference count: receiving copies nothing, and a chunk
/// that is trimmed lives on until its last delivery is released. Guarded by the topic's gate.
/// </summary>
internal sealed class Segment(long start)
{
    public const int Capacity = 512;

    private const int ChunkBytes = 64 * 1024;

    private readonly StoredRecord[] _records = new StoredRecord[Capacity];
    private readonly List<RecordMemory> _chunks = [];
    private RecordHeader[] _headers = new RecordHeader[Capacity];
    private int _headerCount;
    private int _chunkUsed;

    /// <summary>The offset of the first record.</summary>
    public long Start { get; } = start;

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public long StoredAt(int index) => _records[index].StoredAt;

    public void Append(OutgoingRecord record, long storedAt)
    {
        var key = record.Key;
        var body = record.Body;
        var headers = record.Headers;
        var length = (key?.Length ?? 0) + (body?.Length ?? 0);
        foreach (var header in headers)
        {
            length += header.Value.Length;
        }

        var chunk = ChunkFor(length);
        ref var stored = ref _records[Count];
        stored.Memory = chunk;
        stored.StoredAt = storedAt;
        (stored.KeyAt, stored.KeyLength) = Copy(chunk, key);
        (stored.BodyAt, stored.BodyLength) = Copy(chunk, body);
        (stored.HeaderAt, stored.HeaderCount) = (_headerCount, headers.Length);
        if (_headers.Length - _headerCount < headers.Length)
        {
            Array.Resize(ref _headers, Math.Max(_headers.Length * 2, _headerCount + headers.Length));
        }

        foreach (var header in headers)
        {
            var (at, valueLength) = Copy(chunk, header.Value);
            _headers[_headerCount++] = new RecordHeader(header.Name, new ReadOnlyMemory<byte>(chunk.Array, at, valueLength));
        }

        Count++;
    }

    public void Deliver(int index, Delivery delivery, string topic, int partition)
    {
        ref readonly var stored = ref _records[index];
        delivery.Reset(topic, partition, new Position(0, (ulong)(Start + index)), stored.Key, stored.Body, stored.StoredAt, stored.Memory);
        foreach (ref readonly var header in _headers.AsSpan(stored.HeaderAt, stored.HeaderCount))
        {
            delivery.AddHeader(header.Name, header.Value);
        }
    }

    public void Release()
    {
        foreach (var chunk in _chunks)
        {
            chunk.Release();
        }

        _chunks.Clear();
    }

    private RecordMemory ChunkFor(int length)
    {
        if (_chunks.Count == 0 || _chunks[^1].Array.Length - _chunkUsed < length)
        {
            _chunks.Add(RecordMemory.Rent(Math.Max(length, ChunkBytes)));
            _chunkUsed = 0;
        }

        return _chunks[^1];
    }

    private (int At, int Length) Copy(RecordMemory chunk, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } value)
        {
            return (0, -1);
        }

        var at = _chunkUsed;
        value.Span.CopyTo(chunk.Array.AsSpan(at));
        _chunkUsed += value.Length;
        return (at, value.Length);
    }
}
