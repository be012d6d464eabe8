using System.Buffers;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Writes the records of one partition, each as what differs from the one before. Used again and again; keeps its buffer unless a group made
/// it large.
/// </summary>
internal sealed class GroupWriter
{
    private const int LeastKept = 4 << 10;
    private const int MostKept = 128 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(LeastKept);
    private int _start;
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

    /// <summary>Their bytes, without the template's.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _length - _start);

    /// <summary>Begins with what a template wrote: the first record is written as what differs from it.</summary>
    public void Follow(GroupWriter template)
    {
        Ensure(template._length);
        Grow(template._headers);
        template._buffer.AsSpan(0, template._length).CopyTo(_buffer);
        _start = _length = template._length;
        _headers = template._headers;
        template._names.AsSpan(0, _headers).CopyTo(_names);
        template._offsets.AsSpan(0, _headers).CopyTo(_offsets);
        template._lengths.AsSpan(0, _headers).CopyTo(_lengths);
    }

    /// <summary>Writes names and values as a template.</summary>
    public void WriteTemplate(ReadOnlySpan<RecordHeader> headers, OwnNames own)
    {
        Reserve(headers, 0);
        WriteNames(headers, own);
        WriteValues(headers, 0, default, hasKey: false);
    }

    /// <summary>Writes a record.</summary>
    public void Add(OutgoingRecord record, OwnNames own)
    {
        var headers = record.Headers;
        var hasKey = record.Key is not null;
        var hasBody = record.Body is not null;
        var key = record.Key.GetValueOrDefault().Span;
        var body = record.Body.GetValueOrDefault().Span;
        Reserve(headers, key.Length + body.Length);
        var sameNames = HasSameNames(headers);
        var sameKey = hasKey && _keyOffset >= 0 && key.SequenceEqual(_buffer.AsSpan(_keyOffset, _keyLength));
        _buffer[_length++] = (byte)((hasKey ? RowFormat.HasKey : 0) | (sameKey ? RowFormat.SameKey : 0)
            | (hasBody ? RowFormat.HasBody : 0) | (sameNames ? RowFormat.SameNames : 0));
        if (!sameNames)
        {
            WriteNames(headers, own);
        }

        var same = sameNames ? FindSame(headers) : 0;
        if (headers.Length > 0)
        {
            Write(same);
        }

        WriteKey(hasKey, sameKey, key);
        WriteValues(headers, same, key, hasKey);
        if (hasBody)
        {
            Write((ulong)body.Length);
            Append(body);
        }

        Count++;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Count = 0;
        _start = 0;
        _length = 0;
        _headers = 0;
        _keyOffset = -1;
        if (_buffer.Length > MostKept)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(LeastKept);
        }
    }

    private void Reserve(ReadOnlySpan<RecordHeader> headers, int bytes)
    {
        bytes += 1 + (RowFormat.MostPerNumber * (4 + (2 * headers.Length)));
        foreach (ref readonly var header in headers)
        {
            bytes += header.Value.Length;
        }

        Ensure(bytes);
        Grow(headers.Length);
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

    private void Grow(int headers)
    {
        if (headers > _names.Length)
        {
            Array.Resize(ref _names, headers);
            Array.Resize(ref _offsets, headers);
            Array.Resize(ref _lengths, headers);
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

    private void WriteNames(ReadOnlySpan<RecordHeader> headers, OwnNames own)
    {
        Write((ulong)headers.Length);
        for (var i = 0; i < headers.Length; i++)
        {
            _names[i] = headers[i].Name;
            Write((ulong)own.NumberOf(headers[i].Name));
        }

        _headers = headers.Length;
    }

    private ulong FindSame(ReadOnlySpan<RecordHeader> headers)
    {
        var same = 0UL;
        var most = Math.Min(headers.Length, RowFormat.MostSame);
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
            if (i < RowFormat.MostSame && (same >> i & 1) != 0)
            {
                continue;
            }

            var value = headers[i].Value.Span;
            if (hasKey && value.SequenceEqual(key))
            {
                Write(RowFormat.EqualsKey);
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

    private void Write(ulong value) => _length += RowFormat.Write(_buffer.AsSpan(_length), value);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
