using System.Buffers;

namespace Omnibus.Publishing;

/// <summary>
/// One array that a record is written into: key, header values and body, one behind the other. A small one stays with its owner, who is pooled; a
/// larger one is borrowed for the record. The shared pool of arrays keeps far fewer of a size than there are records on their way.
/// </summary>
internal sealed class RecordBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 1024;
    private const int MostKept = 2048;

    private byte[] _array = [];
    private int _length;

    public int Length => _length;

    public ReadOnlyMemory<byte> Slice(int start, int length) => _array.AsMemory(start, length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _array.AsSpan(_length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Forgets the record.</summary>
    public void Clear()
    {
        if (_array.Length > MostKept)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = [];
        }

        _length = 0;
    }

    private void Grow(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _array.Length)
        {
            return;
        }

        var size = Math.Max(needed, Math.Max(FirstSize, _array.Length * 2));
        var larger = size > MostKept ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
        _array.AsSpan(0, _length).CopyTo(larger);
        if (_array.Length > MostKept)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
