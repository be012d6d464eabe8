namespace Omnibus.Encodings;

/// <summary>Which attribute a header carries: the names of <see cref="Drivers.Attributes"/> as numbers, to choose by without comparing text.</summary>
internal enum WirePart
{
    Unknown,
    Body,
    SpecVersion,
    Type,
    Id,
    Source,
    Time,
    Subject,
    DataContentType,
    DataSchema,
    PartitionKey,
    MinorVersion,
    SourceHost,
    SourceLib,
    TraceParent,
    TraceState,
}
