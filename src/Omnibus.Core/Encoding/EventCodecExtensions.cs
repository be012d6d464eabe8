using System.Buffers;

namespace Omnibus;

/// <summary>Further ways to use a codec.</summary>
public static class EventCodecExtensions
{
    /// <summary>Reads an event from bytes that may lie in several pieces; those are brought together first.</summary>
    /// <exception cref="EventDataException">The bytes are not such an event.</exception>
    public static TEvent Decode<TEvent>(this IEventCodec<TEvent> codec, in ReadOnlySequence<byte> data)
        where TEvent : class
    {
        ArgumentNullException.ThrowIfNull(codec);
        if (data.IsSingleSegment)
        {
            return codec.Decode(data.FirstSpan);
        }

        var length = checked((int)data.Length);
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            data.CopyTo(whole);
            return codec.Decode(whole.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
