using System.Text.Json;

namespace Omnibus.OpenEdx.Tests.Vectors;

internal static class PythonMetadata
{
    /// <summary>The envelope of what the Python packages call metadata.</summary>
    public static EventMetadata Of(JsonElement metadata) => new()
    {
        Type = metadata.GetProperty("event_type").GetString()!,
        Id = metadata.GetProperty("id").GetString()!,
        Source = metadata.GetProperty("source").GetString()!,
        Time = metadata.GetProperty("time").GetDateTimeOffset(),
        MinorVersion = metadata.GetProperty("minorversion").GetInt32(),
        SourceHost = metadata.GetProperty("sourcehost").GetString(),
        SourceLib = string.Join('.', metadata.GetProperty("sourcelib").EnumerateArray().Select(part => part.GetInt32())),
    };
}
