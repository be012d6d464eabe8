using System.Diagnostics.CodeAnalysis;

namespace Omnibus;

/// <summary>
/// A value that is text wherever an event travels (an identifier, a key of another system): Avro <c>string</c>, a JSON string, and a possible key of
/// an event. Members of events may be of such a type; the text is kept unchanged, so that what was read is written the same.
/// </summary>
/// <typeparam name="TSelf">The value's own type.</typeparam>
public interface ITextValue<TSelf>
    where TSelf : ITextValue<TSelf>
{
    /// <summary>The text, exactly as it was given.</summary>
    string Text { get; }

    /// <summary>Reads a text; false where it is no such value.</summary>
    static abstract bool TryParse(string text, [MaybeNullWhen(false)] out TSelf value);
}
