using System.Buffers;

namespace Omnibus;

/// <summary>Turns an event into bytes and back. One object for all threads.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventCodec<TEvent>
    where TEvent : class
{
    /// <summary>What it writes: <c>application/avro</c> or <c>application/json</c>.</summary>
    string ContentType { get; }

    /// <summary>Writes an event.</summary>
    /// <exception cref="EventDataException">The event holds something that cannot be written.</exception>
    void Encode(TEvent @event, IBufferWriter<byte> buffer);

    /// <summary>Reads an event. Fields that are not known are passed over.</summary>
    /// <exception cref="EventDataException">The bytes are not such an event.</exception>
    TEvent Decode(ReadOnlySpan<byte> data);
}
