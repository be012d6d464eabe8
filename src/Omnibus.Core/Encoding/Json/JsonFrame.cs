namespace Omnibus.Encodings;

/// <summary>A record, list or map that is being written.</summary>
/// <param name="fields">The record's fields; null in a list or a map.</param>
internal struct JsonFrame(JsonFields? fields)
{
    /// <summary>The record's fields; null in a list or a map.</summary>
    public JsonFields? Fields { get; } = fields;

    /// <summary>How many values were begun.</summary>
    public int Next { get; set; }

    /// <summary>The key of the value that was begun last; null outside of maps.</summary>
    public string? Key { get; set; }
}
