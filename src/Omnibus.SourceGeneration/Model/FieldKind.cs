namespace Omnibus.SourceGeneration.Model;

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    Boolean,
    Int32,
    Int64,
    Single,
    Double,
    Text,
    Bytes,
    Memory,
    Guid,
    Time,

    /// <summary>A type of the application that is text.</summary>
    TextValue,

    /// <summary>A list whose member takes an array.</summary>
    List,

    /// <summary>A <c>List&lt;T&gt;</c>.</summary>
    ListClass,

    /// <summary>An <c>ImmutableArray&lt;T&gt;</c>.</summary>
    ImmutableArray,

    /// <summary>A map by text.</summary>
    Map,

    /// <summary>A record of fields.</summary>
    Record,
}
