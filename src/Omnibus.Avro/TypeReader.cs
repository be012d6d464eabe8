using Avro;
using Newtonsoft.Json.Linq;

namespace Omnibus.Schemas;

/// <summary>Puts the types of a parsed schema together, each named one once.</summary>
internal sealed class TypeReader
{
    private readonly Dictionary<string, AvroType> _named = new(StringComparer.Ordinal);

    public AvroType Read(Schema schema) => schema switch
    {
        RecordSchema record => Named(record, Record),
        EnumSchema symbols => Named(symbols, named => new AvroType(AvroKind.Enum)
        {
            Name = named.Fullname, Aliases = AliasesOf(named), Symbols = [.. named.Symbols], DefaultSymbol = named.Default,
        }),
        FixedSchema bytes => Named(bytes, named => new AvroType(AvroKind.Fixed)
        {
            Name = named.Fullname, Aliases = AliasesOf(named), Size = named.Size,
        }),
        ArraySchema array => new AvroType(AvroKind.Array) { Item = Read(array.ItemSchema) },
        MapSchema map => new AvroType(AvroKind.Map) { Item = Read(map.ValueSchema) },
        UnionSchema union => new AvroType(AvroKind.Union) { Branches = [.. union.Schemas.Select(Read)] },
        _ => new AvroType(KindOf(schema.Tag)),
    };

    private AvroType Record(RecordSchema schema)
    {
        // Known before its fields are read: they may name it.
        var record = new AvroType(AvroKind.Record) { Name = schema.Fullname, Aliases = AliasesOf(schema) };
        _named.Add(schema.Fullname, record);
        record.Fields =
        [
            .. schema.Fields.Select(field => new AvroField(field.Name, Read(field.Schema))
            {
                Aliases = [.. field.Aliases ?? []],
                Default = field.DefaultValue?.ToString(Newtonsoft.Json.Formatting.None),
            }),
        ];
        return record;
    }

    private AvroType Named<TSchema>(TSchema schema, Func<TSchema, AvroType> make)
        where TSchema : NamedSchema
    {
        if (_named.TryGetValue(schema.Fullname, out var known))
        {
            return known;
        }

        var made = make(schema);
        _named.TryAdd(schema.Fullname, made);
        return made;
    }

    /// <summary>The library shows them in the schema's text only; one without a namespace is in that of the schema.</summary>
    private static IReadOnlyList<string> AliasesOf(NamedSchema schema) =>
        JToken.Parse(schema.ToString()) is JObject text && text["aliases"] is JArray aliases
            ? [.. aliases.Select(alias => (string)alias!).Select(alias =>
                alias.Contains('.', StringComparison.Ordinal) || string.IsNullOrEmpty(schema.Namespace) ? alias : $"{schema.Namespace}.{alias}")]
            : [];

    private static AvroKind KindOf(Schema.Type type) => type switch
    {
        Schema.Type.Null => AvroKind.Null,
        Schema.Type.Boolean => AvroKind.Boolean,
        Schema.Type.Int => AvroKind.Int,
        Schema.Type.Long => AvroKind.Long,
        Schema.Type.Float => AvroKind.Float,
        Schema.Type.Double => AvroKind.Double,
        Schema.Type.Bytes => AvroKind.Bytes,
        Schema.Type.String => AvroKind.String,
        _ => throw new EventDataException("", $"The type {type} is not known."),
    };
}
