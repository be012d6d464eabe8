using System.Text.Json;

namespace Omnibus.OpenEdx.Catalogue.Reading;

/// <summary>Reads the fields of an event from its Avro schema, with Python's types where Avro says only <c>string</c>.</summary>
internal sealed class AvroFields : IFieldReader
{
    private readonly Entry _entry;
    private readonly Dictionary<string, DataClass> _classes = new(StringComparer.Ordinal);

    public AvroFields(Entry entry)
    {
        _entry = entry;
        Event = FieldsOf("CloudEvent", entry.Schema);
    }

    public IReadOnlyList<Field> Event { get; }

    public IReadOnlyCollection<DataClass> Classes => _classes.Values;

    private List<Field> FieldsOf(string record, JsonElement schema) =>
    [
        .. schema.GetProperty("fields").EnumerateArray().Select(field =>
        {
            var name = field.GetProperty("name").GetString()!;
            var type = TypeOf(field.GetProperty("type"), record, name);
            var optional = type is FieldType.Optional;
            return optional == field.TryGetProperty("default", out _)
                ? new Field(name, type, _entry.DefaultOf(record, name))
                : throw new CatalogueException($"'{_entry.Type}' has a field {record}.{name} that may be null and has no default, or the reverse.");
        }),
    ];

    private FieldType TypeOf(JsonElement type, string record, string field) => type.ValueKind switch
    {
        JsonValueKind.Array when type.GetArrayLength() == 2 && type[0].ValueEquals("null") => new FieldType.Optional(TypeOf(type[1], record, field)),
        JsonValueKind.String => Named(type.GetString()!, record, field),
        JsonValueKind.Object => type.GetProperty("type").GetString() switch
        {
            "array" => new FieldType.List(TypeOf(type.GetProperty("items"), record, field)),
            "map" => new FieldType.Map(TypeOf(type.GetProperty("values"), record, field)),
            "record" => Record(type),
            var other => throw Unknown(other, record, field),
        },
        _ => throw Unknown(type.GetRawText(), record, field),
    };

    private FieldType.Data Record(JsonElement schema)
    {
        var name = schema.GetProperty("name").GetString()!;
        var data = new DataClass(_entry.ClassOf(name), FieldsOf(name, schema));
        _classes.Add(name, data);
        return new FieldType.Data(data.PythonClass);
    }

    private FieldType Named(string name, string record, string field) => name switch
    {
        "boolean" => new FieldType.Value("bool"),
        "long" => new FieldType.Value("long"),
        "double" => new FieldType.Value("double"),
        "bytes" => new FieldType.Value("ReadOnlyMemory<byte>"),
        "string" => _entry.PythonTypeOf(record, field) is { } python ? new FieldType.Value(PythonTypes.Find(python) ?? throw Unknown(python, record, field))
            : new FieldType.Value("string"),
        _ when _classes.TryGetValue(name, out var data) => new FieldType.Data(data.PythonClass),
        _ => throw Unknown(name, record, field),
    };

    private CatalogueException Unknown(string? type, string record, string field) => new($"'{_entry.Type}' has {record}.{field} of the type {type}, which is not known here.");
}
