using System.Collections.Frozen;
using System.Text;
using Omnibus.Drivers;
using Omnibus.Schemas;

namespace Omnibus.Encodings;

/// <summary>Finds attributes among the headers of deliveries, as a wire format lays them out. Safe on any thread.</summary>
internal sealed partial class WireReader
{
    /// <summary>What schema marks begin with that are texts; an attribute <c>dataschema</c> of other services may be any URI.</summary>
    private static readonly byte[] s_mark = "ni:///sha-256-128;"u8.ToArray();

    private readonly FrozenDictionary<string, string[]> _names;
    private readonly FrozenDictionary<string, int> _attributes;
    private readonly RepeatedText?[] _repeated = new RepeatedText?[AttributeSlot.Count];
    private readonly string[] _type;
    private readonly string[] _contentType;
    private readonly string[] _partitionKey;
    private readonly string[] _dataSchema;
    private readonly bool _framed;
    private readonly string _prefix;
    private readonly KeyForm _key;

    public WireReader(WireFormat format)
    {
        _prefix = format.ExtensionPrefix;
        _key = format.Key;
        var fields = format.Fields.Where(field => field.Attribute != Attributes.Body).ToLookup(field => field.Attribute, field => field.Name);
        _names = AttributeNames.Known.Append(Attributes.SpecVersion).ToFrozenDictionary(
            attribute => attribute,
            attribute => fields.Contains(attribute) ? fields[attribute].ToArray() : [_prefix + attribute],
            StringComparer.Ordinal);
        _attributes = _names
            .SelectMany(names => names.Value, (names, name) => (Name: name, Attribute: names.Key))
            .DistinctBy(pair => pair.Name)
            .ToFrozenDictionary(pair => pair.Name, pair => AttributeSlot.Of(pair.Attribute), StringComparer.Ordinal);
        _type = _names[Attributes.Type];
        _contentType = _names[Attributes.DataContentType];
        _partitionKey = _names[Attributes.PartitionKey];
        _dataSchema = _names[Attributes.DataSchema];
        _framed = format.SchemaMark == SchemaMarkPlace.BodyPrefix;
    }

    /// <summary>Finds the bytes of an attribute, one of <see cref="Attributes"/>; of the first field that carries it.</summary>
    public bool TryFind(Delivery delivery, string attribute, out ReadOnlyMemory<byte> value) => TryFind(delivery, _names[attribute], out value);

    /// <summary>Finds the bytes of the event's type.</summary>
    public bool TryFindType(Delivery delivery, out ReadOnlyMemory<byte> value) => TryFind(delivery, _type, out value);

    /// <summary>Finds the bytes of the encoding's name; a record without one is Avro.</summary>
    public bool TryFindContentType(Delivery delivery, out ReadOnlyMemory<byte> value) => TryFind(delivery, _contentType, out value);

    /// <summary>Finds the bytes of the attribute that names the writer's schema.</summary>
    public bool TryFindSchemaText(Delivery delivery, out ReadOnlyMemory<byte> mark) =>
        TryFind(delivery, _dataSchema, out mark) && mark.Span.StartsWith(s_mark);

    /// <summary>Finds the number of the writer's schema in front of a body, where bodies have one.</summary>
    public bool TryFindSchemaNumber(ReadOnlySpan<byte> body, out int number)
    {
        number = 0;
        return _framed && ConfluentFrame.TryRead(body, out number);
    }

    /// <summary>What orders deliveries by key: the record's key less a frame, else the attribute <c>partitionkey</c>, else nothing.</summary>
    public ReadOnlyMemory<byte> FindKey(Delivery delivery)
    {
        if (delivery.Key is { } key)
        {
            return _key == KeyForm.Framed && ConfluentFrame.TryRead(key.Span, out _) ? key[ConfluentFrame.Length..] : key;
        }

        return TryFind(delivery, _partitionKey, out var text) ? text : default;
    }

    /// <summary>The key as text: the attribute <c>partitionkey</c>, else the record's key where it is text, in a frame or not; null where there is neither.</summary>
    public string? ReadKey(Delivery delivery)
    {
        if (TryFind(delivery, _partitionKey, out var text) && TryDecode(text.Span, out var attribute))
        {
            return attribute;
        }

        return delivery.Key is not { } key ? null
            : _key == KeyForm.Framed && ConfluentFrame.TryRead(key.Span, out _) ? KeyData.TextOf(key.Span[ConfluentFrame.Length..])
            : TryDecode(key.Span, out var whole) ? whole : null;
    }

    private static bool TryFind(Delivery delivery, string[] names, out ReadOnlyMemory<byte> value)
    {
        foreach (ref readonly var header in delivery.Headers)
        {
            foreach (var name in names)
            {
                if (header.Name == name)
                {
                    value = header.Value;
                    return true;
                }
            }
        }

        value = default;
        return false;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        var valid = System.Text.Unicode.Utf8.IsValid(bytes);
        text = valid ? Encoding.UTF8.GetString(bytes) : "";
        return valid;
    }
}
