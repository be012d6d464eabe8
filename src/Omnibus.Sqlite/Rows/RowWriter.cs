using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Writes the records of one send to one topic into one row. Used again and again.</summary>
internal sealed class RowWriter
{
    private readonly OwnNames _own = new();
    private readonly GroupWriter _template = new();
    private readonly Stack<GroupWriter> _spare = [];
    private readonly List<int> _used = [];
    private GroupWriter?[] _groups = [];
    private byte[] _row = [];

    /// <summary>How many bytes the groups take so far.</summary>
    public int Length { get; private set; }

    /// <summary>The row's own number in its topic, once it is stored.</summary>
    public long Number { get; set; }

    /// <summary>Writes a record and returns its place in its partition's group.</summary>
    public uint Add(OutgoingRecord record, int partition, int partitions)
    {
        if (_used.Count == 0)
        {
            Array.Resize(ref _groups, Math.Max(_groups.Length, partitions));
            _template.WriteTemplate(record.Headers, _own);
        }

        var group = _groups[partition] ?? Begin(partition);
        var before = group.Bytes.Length;
        group.Add(record, _own);
        Length += group.Bytes.Length - before;
        return (uint)group.Count - 1;
    }

    /// <summary>Notes the groups in the heads, and returns the row's bytes, valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Finish(RowHeads heads)
    {
        _used.Sort();
        var names = 0;
        foreach (var name in _own.All)
        {
            names += Encoding.UTF8.GetMaxByteCount(name.Length) + RowFormat.MostPerNumber;
        }

        _row = ArrayPool<byte>.Shared.Rent(1 + _template.Bytes.Length + Length + names + RowFormat.MostPerNumber + sizeof(int));
        _row[0] = _own.All.Count > 0 ? (byte)(RowFormat.Version | RowFormat.HasOwnNames) : RowFormat.Version;
        var length = 1;
        Append(ref length, _template.Bytes);
        foreach (var partition in _used)
        {
            var group = _groups[partition]!;
            heads.Set(partition, heads.First(partition), group.Count, group.Bytes.Length);
            Append(ref length, group.Bytes);
        }

        if (_own.All.Count > 0)
        {
            AppendNames(ref length);
        }

        return _row.AsSpan(0, length);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (var partition in _used)
        {
            var group = _groups[partition]!;
            group.Clear();
            _spare.Push(group);
            _groups[partition] = null;
        }

        _used.Clear();
        _template.Clear();
        _own.Clear();
        Length = 0;
        if (_row.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_row);
            _row = [];
        }
    }

    private GroupWriter Begin(int partition)
    {
        var group = _spare.Count > 0 ? _spare.Pop() : new GroupWriter();
        group.Follow(_template);
        _groups[partition] = group;
        _used.Add(partition);
        return group;
    }

    private void AppendNames(ref int length)
    {
        var place = length;
        length += RowFormat.Write(_row.AsSpan(length), (ulong)_own.All.Count);
        foreach (var name in _own.All)
        {
            length += RowFormat.Write(_row.AsSpan(length), (ulong)Encoding.UTF8.GetByteCount(name));
            length += Encoding.UTF8.GetBytes(name, _row.AsSpan(length));
        }

        BinaryPrimitives.WriteInt32LittleEndian(_row.AsSpan(length), place);
        length += sizeof(int);
    }

    private void Append(ref int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_row.AsSpan(length));
        length += bytes.Length;
    }
}
