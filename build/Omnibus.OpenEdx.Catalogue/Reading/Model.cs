namespace Omnibus.OpenEdx.Catalogue.Reading;

/// <summary>One event of the catalogue.</summary>
/// <param name="Type">As it travels.</param>
/// <param name="Signal">Its Python name, for example <c>SESSION_LOGIN_COMPLETED</c>.</param>
/// <param name="Subdomain">The folder of events that it belongs to, in snake_case.</param>
/// <param name="Travels">Whether it goes to a bus at all.</param>
/// <param name="Key">The path of its key; null where it has none, or one that is not in it.</param>
/// <param name="Fields">Its data, in order.</param>
internal sealed record CatalogueEvent(string Type, string Signal, string Subdomain, bool Travels, string? Key, IReadOnlyList<Field> Fields);

/// <summary>One class of data.</summary>
/// <param name="PythonClass">The class, with its module: the same name occurs in several modules with different content.</param>
/// <param name="Fields">Its fields, in order.</param>
internal sealed record DataClass(string PythonClass, IReadOnlyList<Field> Fields)
{
    /// <summary>The class without its module: also the name of its record.</summary>
    public string Name => PythonClass[(PythonClass.LastIndexOf('.') + 1)..];

    /// <summary>The folder of events that it belongs to: the module's second part.</summary>
    public string Subdomain => PythonClass.Split('.')[1];
}

/// <summary>One field of an event or of a class.</summary>
/// <param name="Name">In snake_case.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Default">Python's default in C#, <see cref="Entry.EmptyMap"/> for an empty map; null where there is none, or none but None.</param>
internal sealed record Field(string Name, FieldType Type, string? Default);

/// <summary>What a field holds.</summary>
internal abstract record FieldType
{
    /// <summary>A value, by its C# type.</summary>
    internal sealed record Value(string CSharp) : FieldType;

    /// <summary>Data of another class.</summary>
    internal sealed record Data(string PythonClass) : FieldType;

    internal sealed record List(FieldType Item) : FieldType;

    internal sealed record Map(FieldType Item) : FieldType;

    internal sealed record Optional(FieldType Inner) : FieldType;
}
