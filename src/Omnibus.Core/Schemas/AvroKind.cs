namespace Omnibus.Schemas;

/// <summary>The types of Avro. Logical types are what they lie on: they change nothing on the wire.</summary>
internal enum AvroKind
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Enum,
    Fixed,
    Array,
    Map,
    Union,
}
