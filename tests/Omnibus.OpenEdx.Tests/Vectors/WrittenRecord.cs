using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.OpenEdx.Tests.Vectors;

/// <summary>A record as the core lays it out for a transport, and read back.</summary>
internal sealed class WrittenRecord : IRecordSink
{
    private readonly WireFormat _format;
    private readonly byte[] _body;
    private readonly List<(string Name, byte[] Value)> _headers = [];
    private int _bodyAt = -1;

    public WrittenRecord(WireFormat format, EventMetadata metadata, byte[] body)
    {
        (_format, _body) = (format, body);
        new WireWriter(format, new RouteAttributes { Type = "", Source = "", ContentType = ContentTypes.Avro }).Write(EventHead.Of(metadata), this);
    }

    /// <summary>All fields in order, the values in hex; the body where it stands among them, if it has a name there.</summary>
    public IEnumerable<string> Lines(string? body)
    {
        var lines = _headers.Select(header => $"{header.Name}={Convert.ToHexStringLower(header.Value)}").ToList();
        if (body is not null)
        {
            lines.Insert(_bodyAt, $"{body}={Convert.ToHexStringLower(_body)}");
        }

        return lines;
    }

    /// <summary>Reads the metadata with the fields in the reverse order and unknown ones between.</summary>
    public EventMetadata ReadShuffled()
    {
        var delivery = new Delivery();
        delivery.Reset("topic", 0, new Position(0, 1), null, _body);
        foreach (var (name, value) in Enumerable.Reverse(_headers))
        {
            delivery.AddHeader(name, value);
            delivery.AddHeader("X-" + name, "unknown"u8.ToArray());
        }

        return new WireReader(_format).ReadMetadata(delivery);
    }

    public void AddConstantHeader(string name, ReadOnlyMemory<byte> value) => _headers.Add((name, value.ToArray()));

    public void AddHeader(string name, ReadOnlySpan<byte> value) => _headers.Add((name, value.ToArray()));

    public void MarkBody() => _bodyAt = _headers.Count;
}
