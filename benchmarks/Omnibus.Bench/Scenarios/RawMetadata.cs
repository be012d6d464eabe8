using System.Globalization;

namespace Omnibus.Bench.Scenarios;

/// <summary>What a loop by hand makes of the attributes that it read.</summary>
internal static class RawMetadata
{
    public static EventMetadata Of(string type, string id, string source, string time, string minor, string host, string library) => new()
    {
        Type = type,
        Id = id,
        Source = source,
        Time = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture),
        MinorVersion = int.Parse(minor, CultureInfo.InvariantCulture),
        SourceHost = host,
        SourceLib = library,
    };
}
