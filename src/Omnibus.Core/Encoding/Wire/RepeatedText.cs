namespace Omnibus.Encodings;

/// <summary>
/// The last text of one attribute. Most attributes repeat from record to record: the same bytes give the same string, and nothing is made. Immutable, so
/// that any thread may read or replace it.
/// </summary>
internal sealed class RepeatedText(byte[] bytes, string text)
{
    /// <summary>The text, as whoever cached it made it of the bytes.</summary>
    public string Text { get; } = text;

    public bool Is(ReadOnlySpan<byte> other) => other.SequenceEqual(bytes);
}
