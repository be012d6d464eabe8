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
    private string[] _headerNames = [];
    private int[] _lengths = new int[Capacity];
    private int _lengthCount;
    private int _chunkUsed;

    /// <summary>The offset of the first record.</summary>
    public long Start { get; } = start;

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public long StoredAt(int index) => _records[index].StoredAt;

    public void Append(OutgoingRecord record, long storedAt)
    {
        var (key, body) = (record.Key, record.Body);
        var headers = record.Headers;
        var length = (key?.Length ?? 0) + (body?.Length ?? 0);
        foreach (ref readonly var header in headers)
        {
            length += header.Value.Length;
        }

        ref var stored = ref _records[Count];
        stored.Memory = ChunkFor(length);
        stored.HeaderNames = NamesOf(headers);
        stored.StoredAt = storedAt;
        stored.Start = _chunkUsed;
        stored.KeyLength = Copy(stored.Memory, key);
        stored.BodyLength = Copy(stored.Memory, body);
        stored.HeaderLengths = _lengthCount;
        if (_lengths.Length - _lengthCount < headers.Length)
        {
            Array.Resize(ref _lengths, Math.Max(_lengths.Length * 2, _lengthCount + headers.Length));
        }

        foreach (ref readonly var header in headers)
        {
            _lengths[_lengthCount++] = Copy(stored.Memory, header.Value);
        }

        Count++;
    }

    public void Deliver(int index, Delivery delivery, string topic, int partition) =>
        _records[index].Deliver(delivery, topic, partition, Start + index, _lengths);

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

    private int Copy(RecordMemory chunk, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } value)
        {
            return -1;
        }

        value.Span.CopyTo(chunk.Array.AsSpan(_chunkUsed));
        _chunkUsed += value.Length;
        return value.Length;
    }

    // Neighbours mostly have the same headers: then they share the array of names.
    private string[] NamesOf(ReadOnlySpan<RecordHeader> headers)
    {
        var same = headers.Length == _headerNames.Length;
        for (var index = 0; same && index < headers.Length; index++)
        {
            same = headers[index].Name == _headerNames[index];
        }

        if (!same)
        {
            _headerNames = new string[headers.Length];
            for (var index = 0; index < headers.Length; index++)
            {
                _headerNames[index] = headers[index].Name;
            }
        }

        return _headerNames;
    }
}
