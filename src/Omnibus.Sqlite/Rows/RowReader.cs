using System.Buffers.Binary;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Reads the records of one row, group by group, without copying: keys, values and bodies are places in the row's memory. Used again for the
/// next row.
/// </summary>
internal sealed class RowReader(string topic)
{
    private long _row;
    private byte[] _bytes = [];
    private int _next;
    private int _end;
    private int _groups;
    private int _namesPlace;
    private bool _followsTemplate;
    private string[] _own = [];
    private byte[] _ownBytes = [];

    // The record that was read last; what is the same in the next one stays.
    private int _headers;
    private string[] _names = new string[16];
    private ReadOnlyMemory<byte>[] _values = new ReadOnlyMemory<byte>[16];
    private ReadOnlyMemory<byte>? _key;
    private ReadOnlyMemory<byte>? _body;

    /// <summary>Begins with a row.</summary>
    public void Open(long row, byte[] bytes, int length)
    {
        _row = row;
        _bytes = bytes;
        _next = 0;
        _end = length;
        var version = Byte();
        if ((version & ~RowFormat.HasOwnNames) != RowFormat.Version)
        {
            throw new BusFileException(
                FaultCode.Misconfigured,
                $"Row {row} of topic '{topic}' has format {version}, which this version does not know: a newer Omnibus wrote it. Run that version or a newer one.");
        }

        if ((version & RowFormat.HasOwnNames) != 0)
        {
            ReadOwnNames();
        }

        _namesPlace = _end;
        ReadTemplate();
        _groups = _next;
    }

    /// <summary>Begins with the first record of a group.</summary>
    public void Open(RowHeads heads, int partition)
    {
        // The template's values are what the group's first record follows.
        if (!_followsTemplate)
        {
            (_next, _end) = (1, _groups);
            ReadTemplate();
        }

        var start = (long)_groups;
        for (var before = 0; before < partition; before++)
        {
            start += heads.Length(before);
        }

        if (start + heads.Length(partition) > _namesPlace)
        {
            throw Damaged();
        }

        (_next, _end) = ((int)start, (int)start + heads.Length(partition));
        _key = null;
    }

    /// <summary>Reads the next record of the group.</summary>
    public void Read()
    {
        _followsTemplate = false;
        var flags = Byte();
        if ((flags & RowFormat.SameNames) == 0)
        {
            ReadNames();
        }

        var same = _headers > 0 ? Number() : 0;
        if ((flags & RowFormat.HasKey) == 0)
        {
            _key = null;
        }
        else if ((flags & RowFormat.SameKey) == 0)
        {
            _key = Take(Number());
        }

        for (var i = 0; i < _headers; i++)
        {
            if (i < RowFormat.MostSame && (same >> i & 1) != 0)
            {
                continue;
            }

            var length = Number();
            _values[i] = length == RowFormat.EqualsKey ? _key ?? throw Damaged() : Take(length >> 1);
        }

        _body = (flags & RowFormat.HasBody) == 0 ? default(ReadOnlyMemory<byte>?) : Take(Number());
    }

    /// <summary>Gives the record that was read last to a delivery.</summary>
    public void Fill(Delivery delivery, int partition, long item, long stored, RecordOwner owner)
    {
        delivery.Reset(topic, partition, RowNumber.Position(_row, item), _key, _body, stored, owner);
        for (var i = 0; i < _headers; i++)
        {
            delivery.AddHeader(_names[i], _values[i]);
        }
    }

    private void ReadTemplate()
    {
        ReadNames();
        for (var i = 0; i < _headers; i++)
        {
            _values[i] = Take(Number() >> 1);
        }

        _followsTemplate = true;
    }

    private void ReadNames()
    {
        var count = Number();
        if (count > (ulong)(_end - _next))
        {
            throw Damaged();
        }

        _headers = (int)count;
        if (_headers > _names.Length)
        {
            Array.Resize(ref _names, _headers);
            Array.Resize(ref _values, _headers);
        }

        for (var i = 0; i < _headers; i++)
        {
            var number = Number();
            _names[i] = number < HeaderNames.Own
                ? HeaderNames.Get((int)number) ?? throw Damaged()
                : number - HeaderNames.Own < (ulong)_own.Length ? _own[number - HeaderNames.Own] : throw Damaged();
        }
    }

    private void ReadOwnNames()
    {
        var last = _end - sizeof(int);
        var place = last < 1 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(last));
        if (place < 1 || place > last)
        {
            throw Damaged();
        }

        // Row after row has the same names: the strings are made once.
        var bytes = _bytes.AsSpan(place, last - place);
        if (!bytes.SequenceEqual(_ownBytes))
        {
            _own = [];
            (_next, _end) = (place, last);
            var count = Number();
            if (count > (ulong)bytes.Length)
            {
                throw Damaged();
            }

            var names = new string[count];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = Encoding.UTF8.GetString(Take(Number()).Span);
            }

            _own = names;
            _ownBytes = bytes.ToArray();
        }

        (_next, _end) = (1, place);
    }

    private byte Byte() => _next < _end ? _bytes[_next++] : throw Damaged();

    private ulong Number()
    {
        if (_next < _end && _bytes[_next] < 0x80)
        {
            return _bytes[_next++];
        }

        var bytes = new ReadOnlySpan<byte>(_bytes, _next, _end - _next);
        var before = bytes.Length;
        if (!RowFormat.TryRead(ref bytes, out var value))
        {
            throw Damaged();
        }

        _next += before - bytes.Length;
        return value;
    }

    private ReadOnlyMemory<byte> Take(ulong length)
    {
        if (length > (ulong)(_end - _next))
        {
            throw Damaged();
        }

        var taken = new ReadOnlyMemory<byte>(_bytes, _next, (int)length);
        _next += (int)length;
        return taken;
    }

    private BusFileException Damaged()
    {
        // From here on nothing can be read, so that who tries again gets the same answer and no garbage.
        (_next, _end) = (0, 0);
        return SqliteFaults.Damaged(topic, _row);
    }
}
