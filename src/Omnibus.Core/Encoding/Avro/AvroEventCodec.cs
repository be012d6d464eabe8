using System.Buffers;

namespace Omnibus;

/// <summary>
/// Writes and reads an event as Avro binary: the bare record, without container and without mark. A derived class, which the generator makes, only
/// says which fields there are. One object for all threads.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <param name="schema">The schema of what is written and read.</param>
public abstract class AvroEventCodec<TEvent>(EventSchema schema) : IEventCodec<TEvent>
    where TEvent : class
{
    private const int LeastExpected = 256;
    private const int MostExpected = 1 << 16;
    private const int Patience = 32;

    // Follows the lengths of the events that were written, up at once and down slowly, so that most events fit at once and a single large one does not
    // make all buffers large for ever. Threads may overwrite each other's: it is a guess.
    private int _expected = LeastExpected;

    /// <inheritdoc />
    public string ContentType => ContentTypes.Avro;

    /// <inheritdoc />
    /// <remarks>An event that cannot be written leaves the buffer as it was.</remarks>
    public void Encode(TEvent @event, IBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(@event);
        ArgumentNullException.ThrowIfNull(buffer);
        var writer = new AvroEventWriter(buffer, schema, _expected);
        try
        {
            Write(ref writer, @event);
            Learn(writer.Complete());
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Reads an event that was written with this very schema: nothing may be left over.</summary>
    /// <exception cref="EventDataException">The bytes are not such an event: it says the path of the field.</exception>
    public TEvent Decode(ReadOnlySpan<byte> data)
    {
        var reader = new AvroEventReader(data, schema);
        var @event = Read(ref reader);
        reader.End();
        return @event;
    }

    private void Learn(int length)
    {
        var expected = _expected;
        if (length > expected)
        {
            _expected = Math.Min(length + (length / 4), MostExpected);
        }
        else if (length < expected / 2 && expected > LeastExpected)
        {
            _expected = Math.Max(LeastExpected, expected - ((expected - length) / Patience));
        }
    }

    /// <summary>Writes the event, a record. It is never null: the parameter is like that of each other record.</summary>
    protected abstract void Write(ref AvroEventWriter writer, TEvent? value);

    /// <summary>Reads the event, a record.</summary>
    protected abstract TEvent Read(ref AvroEventReader reader);
}
