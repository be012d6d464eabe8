using System.Buffers;

namespace Omnibus;

/// <summary>
/// Writes and reads an event as JSON. A derived class, which the generator makes, only says which fields there are. It has no state: one object for
/// all threads.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
public abstract class JsonEventCodec<TEvent> : IEventCodec<TEvent>
    where TEvent : class
{
    /// <inheritdoc />
    public string ContentType => ContentTypes.Json;

    /// <inheritdoc />
    /// <remarks>An event that cannot be written leaves the buffer as it was.</remarks>
    public void Encode(TEvent @event, IBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(@event);
        ArgumentNullException.ThrowIfNull(buffer);
        var writer = JsonEventWriter.Rent();
        try
        {
            Write(writer, @event);
            writer.CopyTo(buffer);
        }
        finally
        {
            writer.Return();
        }
    }

    /// <inheritdoc />
    public TEvent Decode(ReadOnlySpan<byte> data) => Decode(data, JsonReading.Tolerant);

    /// <summary>Reads an event.</summary>
    /// <param name="data">The JSON.</param>
    /// <param name="reading">What is done about fields that are not known.</param>
    /// <param name="line">The line of a text on which the JSON begins, for errors.</param>
    /// <exception cref="EventDataException">The bytes are not such an event: it says the path of the field and the line.</exception>
    public TEvent Decode(ReadOnlySpan<byte> data, JsonReading reading, long line = 1)
    {
        var reader = new JsonEventReader(data, reading, line);
        var @event = Read(ref reader);
        reader.End();
        return @event;
    }

    /// <summary>Writes the event, a record. It is never null: the parameter is like that of each other record.</summary>
    protected abstract void Write(JsonEventWriter writer, TEvent? value);

    /// <summary>Reads the event, a record.</summary>
    protected abstract TEvent Read(ref JsonEventReader reader);
}
