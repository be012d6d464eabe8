using System.Buffers.Binary;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// Reads the records of one batch, one after the other, without copying: keys, values and bodies are places in the batch's memory. Used
/// again for the next batch.
/// </summary>
internal sealed class BatchReader
{
    private TopicPartition _partition;
    private long _row;
    private byte[] _bytes = [];
    private int _next;
    private int _end;
    private string[] _own = [];
    private byte[] _ownBytes = [];

    // The record that was read last; what is the same in the next one stays.
    private int _headers;
    private string[] _names = new string[16];
    private ReadOnlyMemory<byte>[] _values = new ReadOnlyMemory<byte>[16];
    private ReadOnlyMemory<byte>? _key;
    private ReadOnlyMemory<byte>? _body;

    /// <summary>Begins with the first record of a batch.</summary>
    public void Open(TopicPartition partition, long row, byte[] bytes, int length)
    {
        _partition = partition;
        _row = row;
        _bytes = bytes;
        _next = 1;
        _end = length;
        _headers = 0;
        _key = null;
        if (length == 0 || (bytes[0] & ~BatchFormat.HasOwnNames) != BatchFormat.Version)
        {
            throw length == 0 ? Damaged() : new BusFileException(
                FaultCode.Misconfigured,
                $"{partition} has at {row} a batch of format {bytes[0]}, which this version does not know: a newer Omnibus wrote it. Run that version or a newer one.");
        }

        if ((bytes[0] & BatchFormat.HasOwnNames) != 0)
        {
            ReadOwnNames();
        }
    }

    /// <summary>Reads the next record.</summary>
    public void Read()
    {
        var flags = Byte();
        if ((flags & BatchFormat.SameNames) == 0)
        {
            ReadNames();
        }

        var same = _headers > 0 ? Number() : 0;
        if ((flags & BatchFormat.HasKey) == 0)
        {
            _key = null;
        }
        else if ((flags & BatchFormat.SameKey) == 0)
        {
            _key = Take(Number());
        }

        for (var i = 0; i < _headers; i++)
        {
            if (i < BatchFormat.MostSame && (same >> i & 1) != 0)
            {
                continue;
            }

            var length = Number();
            _values[i] = length == BatchFormat.EqualsKey ? _key ?? throw Damaged() : Take(length >> 1);
        }

        _body = (flags & BatchFormat.HasBody) == 0 ? null : Take(Number());
    }

    /// <summary>Gives the record that was read last to a delivery.</summary>
    public void Fill(Delivery delivery, uint index, long stored, RecordOwner owner)
    {
        delivery.Reset(_partition.Topic, _partition.Partition, new Position(0, (ulong)_row, index), _key, _body, stored, owner);
        for (var i = 0; i < _headers; i++)
        {
            delivery.AddHeader(_names[i], _values[i]);
        }
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
        var place = _end < 1 + sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_end - sizeof(int)));
        if (place < 1 || place > _end - sizeof(int))
        {
            throw Damaged();
        }

        // Batch after batch has the same names: the strings are made once.
        var bytes = _bytes.AsSpan(place, _end - sizeof(int) - place);
        if (!bytes.SequenceEqual(_ownBytes))
        {
            _own = [];
            _next = place;
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
            _next = 1;
        }

        _end = place;
    }

    private byte Byte() => _next < _end ? _bytes[_next++] : throw Damaged();

    private ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private ReadOnlyMemory<byte> Take(ulong length)
    {
        if (length > (ulong)(_end - _next))
        {
            throw Damaged();
        }

        var taken = _bytes.AsMemory(_next, (int)length);
        _next += (int)length;
        return taken;
    }

    private BusFileException Damaged()
    {
        // From here on nothing can be read, so that who tries again gets the same answer and no garbage.
        _end = 0;
        return new BusFileException(
            FaultCode.Corrupt, $"The batch of {_partition} at {_row} is damaged. Restore the file from a backup, or move the groups behind it.");
    }
}
