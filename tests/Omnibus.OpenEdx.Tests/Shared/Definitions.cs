using System.Buffers;
using System.Text;
using Omnibus.Encodings;

namespace Omnibus.OpenEdx.Tests.Shared;

/// <summary>The events as the application knows them.</summary>
internal static class Definitions
{
    public static IReadOnlyList<EventDefinition> All { get; } = new OpenEdxEventCatalogue().Events;

    public static IReadOnlyList<EventDefinition> Travelling { get; } = [.. All.Where(definition => !definition.InProcessOnly)];

    public static EventDefinition Of(string type) => All.Single(definition => definition.Type == type);

    /// <summary>Makes the typed event of JSON and encodes it in Avro.</summary>
    public static EventBody Encode(string type, string json, string? keyPath = null)
    {
        var body = EventBody.FromJson(Of(type), Encoding.UTF8.GetBytes(json), keyPath: keyPath);
        Assert.Equal(ContentTypes.Avro, body.ContentType);
        return body;
    }

    /// <summary>Decodes Avro to the typed event and writes that as JSON.</summary>
    public static string Decode(string type, ReadOnlyMemory<byte> avro)
    {
        var json = new ArrayBufferWriter<byte>();
        Assert.True(EventBody.TryWriteJson(Of(type), ContentTypes.Avro, avro, json), $"{type} cannot be decoded.");
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
