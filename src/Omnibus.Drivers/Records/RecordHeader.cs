namespace Omnibus.Drivers;

/// <summary>A name and its bytes, beside a record's body.</summary>
/// <param name="Name">The name as it is on the broker.</param>
/// <param name="Value">The bytes; valid as long as the record is.</param>
public readonly record struct RecordHeader(string Name, ReadOnlyMemory<byte> Value);
