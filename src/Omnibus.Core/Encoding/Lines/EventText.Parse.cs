namespace Omnibus.Encodings;

internal static partial class EventText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads an event from one line, or from several lines that are one JSON object.</summary>
    /// <param name="text">The line; it must stay unchanged as long as the result is used.</param>
    /// <param name="line">Its number, from 1.</param>
    /// <param name="defaults">What the line need not say.</param>
    /// <exception cref="EventDataException">The line is not an event: it says which member and which line.</exception>
    public static EventLine Parse(ReadOnlyMemory<byte> text, long line, EventLineDefaults defaults) =>
        new EventLineReader(text.Span.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text, line).Read(defaults);
}
