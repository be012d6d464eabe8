namespace Omnibus.Schemas;

/// <summary>A type of a schema. A record may hold itself, so types can form circles. Immutable once its schema is parsed.</summary>
internal sealed class AvroType(AvroKind kind)
{
    private JsonFields? _json;

    public AvroKind Kind { get; } = kind;

    /// <summary>With its namespace: of a record, an enum or a fixed; of another type, what Avro calls it.</summary>
    public string Name { get; init; } = kind.ToString().ToLowerInvariant();

    /// <summary>Other names that a reader takes for its own.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Of a record.</summary>
    public IReadOnlyList<AvroField> Fields { get; set; } = [];

    /// <summary>Of an enum.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Of an enum: what a reader takes for a symbol that it does not know.</summary>
    public string? DefaultSymbol { get; init; }

    /// <summary>Of a fixed, in bytes.</summary>
    public int Size { get; init; }

    /// <summary>Of an array: its items; of a map: its values.</summary>
    public AvroType? Item { get; set; }

    /// <summary>Of a union.</summary>
    public IReadOnlyList<AvroType> Branches { get; set; } = [];

    /// <summary>The name without its namespace.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>The place of null among the branches; -1: there is none.</summary>
    public int NullBranch
    {
        get
        {
            for (var branch = 0; branch < Branches.Count; branch++)
            {
                if (Branches[branch].Kind == AvroKind.Null)
                {
                    return branch;
                }
            }

            return -1;
        }
    }

    /// <summary>Null, or one other type: what an optional field has. Its values need no name of a branch in JSON.</summary>
    public bool IsOptional => Branches.Count == 2 && NullBranch >= 0;

    /// <summary>The fields as JSON has them: one whose default is null may be left out.</summary>
    public JsonFields JsonFields => _json ??= new JsonFields([.. Fields.Select(one => one.IsOptional ? $"{one.Name}?" : one.Name)]);
}

/// <summary>A field of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
internal sealed record AvroField(string Name, AvroType Type)
{
    /// <summary>Other names that a reader takes for its own.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What a reader takes where the writer has no such field, as JSON; null: it has none.</summary>
    public string? Default { get; init; }

    /// <summary>The field may be left out: then it is null.</summary>
    public bool IsOptional => Type.NullBranch >= 0 && Default == "null";
}
