namespace Omnibus.Encodings;

/// <summary>An event as one line of text gives it.</summary>
/// <param name="Metadata">
/// All attributes. The content type is always there with data: JSON where the line has <c>data</c> and says no other.
/// </param>
/// <param name="Body">The data as it goes into a record when nobody knows its type; null where the line has none.</param>
internal sealed record EventLine(EventMetadata Metadata, ReadOnlyMemory<byte>? Body)
{
    /// <summary>The data exactly as it stands in the line; null where it is not JSON.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>The line of the text on which <see cref="Json"/> begins.</summary>
    public long JsonLine { get; init; }

    /// <summary>The topic that the line names; null where it names none.</summary>
    public string? Topic { get; init; }
}
