namespace Omnibus.SourceGeneration.Model;

/// <summary>The type of a field, without its nullability.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Name">The .NET type, fully qualified.</param>
/// <param name="IsValue">Whether the .NET type is a value type.</param>
/// <param name="Element">The type of a list's items or a map's values.</param>
/// <param name="Record">The type of a record.</param>
internal sealed record FieldType(FieldKind Kind, string Name, bool IsValue, FieldType? Element = null, RecordModel? Record = null)
{
    /// <summary>The primitive type in Avro; null for lists, maps and records.</summary>
    public string? AvroPrimitive => Kind switch
    {
        FieldKind.Boolean => "boolean",
        FieldKind.Int32 or FieldKind.Int64 => "long",
        FieldKind.Single => "float",
        FieldKind.Double => "double",
        FieldKind.Bytes or FieldKind.Memory => "bytes",
        FieldKind.Text or FieldKind.Guid or FieldKind.Time or FieldKind.TextValue => "string",
        _ => null,
    };

    /// <summary>Whether values of the type can be keys: those whose text says exactly what they are.</summary>
    public bool CanBeKey => AvroPrimitive is "string" or "long" or "boolean";
}
