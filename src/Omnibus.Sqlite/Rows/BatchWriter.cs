using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Writes records of one partition into one batch. Used again and again; keeps its buffer unless a batch made it large.</summary>
internal sealed class BatchWriter
{
    private const int MostKept = 128 << 10;

    private readonly List<string> _own = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4 << 10);
    private int _length;

    // The record before: its names, where its values lie in the buffer, its key.
    private int _headers;
    private string[] _names = new string[16];
    private int[] _offsets = new int[16];
    private int[] _lengths = new int[16];
    private int _keyOffset = -1;
    private int _keyLength;

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they take so far.</summary>
    public int Length => _length;

    public void Add(OutgoingRecord record)
    {
        var headers = record.Headers;
        var key = record.Key is { } keyMemory ? keyMemory.Span : default;
        var body = record.Body is { } bodyMemory ? bodyMemory.Span : default;
        Reserve(headers, key.Length + body.Length);
        if (Count == 0)
        {
            _buffer[0] = BatchFormat.Version;
            _length = 1;
        }

        var sameNames = Count > 0 && HasSameNames(headers);
        var sameKey = record.Key is not null && _keyOffset >= 0 && key.SequenceEqual(_buffer.AsSpan(_keyOffset, _keyLength));
        _buffer[_length++] = (byte)((record.Key is null ? 0 : BatchFormat.HasKey) | (sameKey ? BatchFormat.SameKey : 0)
            | (record.Body is null ? 0 : BatchFormat.HasBody) | (sameNames ? BatchFormat.SameNames : 0));
        if (!sameNames)
        {
            WriteNames(headers);
        }

        var same = sameNames ? FindSame(headers) : 0;
        if (headers.Length > 0)
        {
            Write(same);
        }

        WriteKey(record.Key is not null, sameKey, key);
        WriteValues(headers, same, key, record.Key is not null);
        if (record.Body is not null)
        {
            Write((ulong)body.Length);
            Append(body);
        }

        Count++;
    }

    /// <summary>Ends the batch and returns its bytes, valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        if (_own.Count > 0)
        {
            _buffer[0] |= BatchFormat.HasOwnNames;
            var place = _length;
            Ensure(BatchFormat.MostPerNumber);
            Write((ulong)_own.Count);
            foreach (var name in _own)
            {
                var length = Encoding.UTF8.GetByteCount(name);
                Ensure(length + BatchFormat.MostPerNumber);
                Write((ulong)length);
                _length += Encoding.UTF8.GetBytes(name, _buffer.AsSpan(_length));
            }

            Ensure(sizeof(int));
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_length), place);
            _length += sizeof(int);
        }

        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Begins a new batch.</summary>
    public void Clear()
    {
        Count = 0;
        _length = 0;
        _headers = 0;
        _keyOffset = -1;
        _own.Clear();
        if (_buffer.Length > MostKept)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(4 << 10);
        }
    }

    private void Reserve(ReadOnlySpan<RecordHeader> headers, int bytes)
    {
        bytes += 2 + (BatchFormat.MostPerNumber * (4 + (2 * headers.Length)));
        foreach (ref readonly var header in headers)
        {
            bytes += header.Value.Length;
        }

        Ensure(bytes);
        if (headers.Length > _names.Length)
        {
            Array.Resize(ref _names, headers.Length);
            Array.Resize(ref _offsets, headers.Length);
            Array.Resize(ref _lengths, headers.Length);
        }
    }

    private void Ensure(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_length + bytes)));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }

    private bool HasSameNames(ReadOnlySpan<RecordHeader> headers)
    {
        if (headers.Length != _headers)
        {
            return false;
        }

        for (var i = 0; i < headers.Length; i++)
        {
            if (!string.Equals(headers[i].Name, _names[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private void WriteNames(ReadOnlySpan<RecordHeader> headers)
    {
        Write((ulong)headers.Length);
        for (var i = 0; i < headers.Length; i++)
        {
            var name = headers[i].Name;
            _names[i] = name;
            var number = HeaderNames.Find(name);
            if (number < 0)
            {
                number = _own.IndexOf(name);
                if (number < 0)
                {
                    number = _own.Count;
                    _own.Add(name);
                }

                number += HeaderNames.Own;
            }

            Write((ulong)number);
        }

        _headers = headers.Length;
    }

    private ulong FindSame(ReadOnlySpan<RecordHeader> headers)
    {
        var same = 0UL;
        var most = Math.Min(headers.Length, BatchFormat.MostSame);
        for (var i = 0; i < most; i++)
        {
            if (headers[i].Value.Span.SequenceEqual(_buffer.AsSpan(_offsets[i], _lengths[i])))
            {
                same |= 1UL << i;
            }
        }

        return same;
    }

    private void WriteKey(bool hasKey, bool sameKey, ReadOnlySpan<byte> key)
    {
        if (!hasKey)
        {
            _keyOffset = -1;
        }
        else if (!sameKey)
        {
            Write((ulong)key.Length);
            _keyOffset = _length;
            _keyLength = key.Length;
            Append(key);
        }
    }

    private void WriteValues(ReadOnlySpan<RecordHeader> headers, ulong same, ReadOnlySpan<byte> key, bool hasKey)
    {
        for (var i = 0; i < headers.Length; i++)
        {
            if (i < BatchFormat.MostSame && (same >> i & 1) != 0)
            {
                continue;
            }

            var value = headers[i].Value.Span;
            if (hasKey && value.SequenceEqual(key))
            {
                Write(BatchFormat.EqualsKey);
                _offsets[i] = _keyOffset;
                _lengths[i] = _keyLength;
                continue;
            }

            Write((ulong)value.Length << 1);
            _offsets[i] = _length;
            _lengths[i] = value.Length;
            Append(value);
        }
    }

    private void Write(ulong value) => _length += BatchFormat.Write(_buffer.AsSpan(_length), value);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
