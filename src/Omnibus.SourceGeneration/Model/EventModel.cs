namespace Omnibus.SourceGeneration.Model;

/// <summary>An event type, complete and without fault.</summary>
/// <param name="Type">The type as it travels.</param>
/// <param name="Topic">The topic, if the attribute says one.</param>
/// <param name="MinorVersion">The minor version.</param>
/// <param name="PrefersJson">Whether it is written in JSON.</param>
/// <param name="Declarations">How the partial declarations around it and its own begin, outermost first.</param>
/// <param name="Body">Its fields.</param>
internal sealed record EventModel(string Type, string? Topic, int MinorVersion, bool PrefersJson, EquatableArray<string> Declarations, RecordModel Body)
{
    /// <summary>The path of the key, if the attribute says one.</summary>
    public string? Key { get; init; }

    /// <summary>All records inside, each once.</summary>
    public EquatableArray<RecordModel> Records { get; init; }

    /// <summary>All paths that can be keys.</summary>
    public EquatableArray<KeyModel> Keys { get; init; }

    /// <summary>The text of the schema.</summary>
    public string Schema { get; init; } = "";

    /// <summary>The mark of the schema.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Whether it never travels: it has a definition and nothing else.</summary>
    public bool InProcessOnly { get; init; }
}

/// <summary>A path that can be a key.</summary>
/// <param name="Path">Field names joined by dots.</param>
/// <param name="Expression">What gets the value from the event, in C#.</param>
/// <param name="AvroType">The type of the value in Avro.</param>
internal sealed record KeyModel(string Path, string Expression, string AvroType);
