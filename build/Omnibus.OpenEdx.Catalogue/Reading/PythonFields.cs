namespace Omnibus.OpenEdx.Catalogue.Reading;

/// <summary>Reads the fields of an event that has no schema, from Python's types.</summary>
internal sealed class PythonFields : IFieldReader
{
    private const string List = "list[";

    private readonly Entry _entry;

    public PythonFields(Entry entry)
    {
        _entry = entry;
        Event = [.. entry.Data.Select(argument => new Field(argument.Name, TypeOf(argument.Class), null))];
        Classes =
        [
            .. entry.PythonTypes.Select(record => new DataClass(
                entry.ClassOf(record.Name),
                [.. record.Value.EnumerateObject().Select(field => new Field(field.Name, TypeOf(field.Value.GetString()!), entry.DefaultOf(record.Name, field.Name)))])),
        ];
    }

    public IReadOnlyList<Field> Event { get; }

    public IReadOnlyCollection<DataClass> Classes { get; }

    private FieldType TypeOf(string python) =>
        python.StartsWith(List, StringComparison.OrdinalIgnoreCase) ? new FieldType.List(TypeOf(python[List.Length..^1]))
        : PythonTypes.Find(python) is { } type ? new FieldType.Value(type)
        : new FieldType.Data(_entry.ClassOf(python));
}
