using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Omnibus.Encodings;

namespace Omnibus;

/// <summary>Writes one value with a writer: the method of a nested record, or a lambda over one of the writer's methods.</summary>
public delegate void AvroWrite<in TValue>(ref AvroEventWriter writer, TValue value);

/// <summary>
/// Writes the Avro binary of one event. The values of a record follow each other in the order of its schema, without names: the codec knows it.
/// It writes straight into the space that the buffer offers, and moves to a larger one of its own only if that is too small, so that the buffer
/// gets the whole event or nothing.
/// </summary>
public ref partial struct AvroEventWriter
{
    private readonly IBufferWriter<byte> _output;
    private readonly EventSchema _schema;
    private Span<byte> _space;
    private byte[]? _rented;
    private int _length;

    internal AvroEventWriter(IBufferWriter<byte> output, EventSchema schema, int expected)
    {
        _output = output;
        _schema = schema;
        _space = output.GetSpan(expected);
    }

    /// <summary>Writes which branch of <c>["null", T]</c> follows, and returns whether it is the value.</summary>
    public bool WritePresence(bool present)
    {
        Reserve(1)[0] = (byte)(present ? 2 : 0);
        _length++;
        return present;
    }

    /// <summary>Makes sure that a record is there.</summary>
    /// <exception cref="EventDataException">It is null.</exception>
    public readonly void Require([NotNull] object? value)
    {
        if (value is null)
        {
            throw Fail("Neither this nor the record that it is in may be null.");
        }
    }

    /// <summary>Writes a list, as one block.</summary>
    /// <param name="values">The items.</param>
    /// <param name="write">Writes one item.</param>
    /// <exception cref="EventDataException">The list is null, or an item cannot be written.</exception>
    public void WriteList<TItem>(IReadOnlyList<TItem>? values, AvroWrite<TItem> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Require(values);
        var count = values.Count;
        WriteInt64(count);
        if (count == 0)
        {
            return; // the empty list is its end
        }

        for (var index = 0; index < count; index++)
        {
            write(ref this, values[index]);
        }

        WriteInt64(0);
    }

    /// <summary>Writes a map, as one block, its keys in the order of their code points.</summary>
    /// <param name="values">The entries.</param>
    /// <param name="write">Writes one value.</param>
    /// <exception cref="EventDataException">The map is null, or an entry cannot be written.</exception>
    public void WriteMap<TValue>(IReadOnlyDictionary<string, TValue>? values, AvroWrite<TValue> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Require(values);
        using (var entries = SortedEntries<TValue>.Of(values))
        {
            WriteInt64(entries.Span.Length);
            if (entries.Span.IsEmpty)
            {
                return;
            }

            foreach (ref readonly var entry in entries.Span)
            {
                WriteText(entry.Key);
                write(ref this, entry.Value);
            }
        }

        WriteInt64(0);
    }

    /// <summary>Hands the event on, and returns its length.</summary>
    internal readonly int Complete()
    {
        if (_rented is null)
        {
            _output.Advance(_length);
        }
        else
        {
            _output.Write(_space[.._length]);
        }

        return _length;
    }

    internal readonly void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }

    /// <summary>The free space, of at least so many bytes.</summary>
    private Span<byte> Reserve(int bytes)
    {
        if (_space.Length - _length < bytes)
        {
            Grow(bytes);
        }

        return _space[_length..];
    }

    private void Grow(int bytes)
    {
        var needed = (long)_length + bytes;
        if (needed > Array.MaxLength)
        {
            throw Fail("The event is too long.");
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, _length * 2L), Array.MaxLength));
        _space[.._length].CopyTo(larger);
        Dispose();
        _rented = larger;
        _space = larger;
    }

    private readonly EventDataException MissingValue() => Fail("This must not be null.");

    private readonly EventDataException Fail(string problem) => new(AvroPlace.Find(_schema, _space[.._length], _length), problem);
}
