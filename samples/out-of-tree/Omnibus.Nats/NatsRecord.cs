using System.Text;
using Microsoft.Extensions.Primitives;
using NATS.Client.Core;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// A record as a NATS message: attributes are headers, as in the binary mode of CloudEvents. Headers of NATS are text in lines, so that bytes which are no
/// printable ASCII, and the percent sign, are written as a percent sign and two digits. A key, and a body that is not there, need headers of their own.
/// </summary>
internal static class NatsRecord
{
    private const string Key = "Omnibus-Key";
    private const string Body = "Omnibus-Body";
    private const string NoBody = "none";

    public static WireFormat Wire { get; } = new()
    {
        Fields =
        [
            new(Attributes.SpecVersion, "ce-specversion", "1.0"),
            new(Attributes.Type, "ce-type"),
            new(Attributes.Id, "ce-id"),
            new(Attributes.Source, "ce-source"),
            new(Attributes.Time, "ce-time"),
            new(Attributes.DataContentType, "ce-datacontenttype"),

            // Bare, because tracing tools look for these names.
            new(Attributes.TraceParent, "traceparent"),
            new(Attributes.TraceState, "tracestate"),
        ],
        ExtensionPrefix = "ce-",
        Key = KeyForm.Text,
        SchemaMark = SchemaMarkPlace.Attribute,
    };

    public static NatsHeaders HeadersOf(OutgoingRecord record)
    {
        var headers = new NatsHeaders(record.Headers.Length + 2);
        foreach (var header in record.Headers)
        {
            headers.Add(header.Name, Escape(header.Value.Span));
        }

        if (record.Key is { } key)
        {
            headers.Add(Key, Escape(key.Span));
        }

        if (record.Body is null)
        {
            headers.Add(Body, NoBody);
        }

        return headers;
    }

    /// <summary>Fills a delivery; its bytes belong to the garbage collector, as those that the client gave do.</summary>
    public static void Read(in NatsMsg<byte[]> message, in AckSubject place, string topic, Delivery delivery)
    {
        byte[]? key = null;
        var hasBody = true;
        if (message.Headers is { } headers)
        {
            key = headers.TryGetLastValue(Key, out var text) ? Unescape(text) : null;
            hasBody = !headers.ContainsKey(Body);
        }

        // A cast, because null is also an empty memory.
        delivery.Reset(
            topic, 0, place.Position, key is null ? (ReadOnlyMemory<byte>?)null : key, hasBody ? message.Data ?? [] : (ReadOnlyMemory<byte>?)null, place.StoredAt, owner: null, driverState: message.ReplyTo);
        foreach (var (name, value) in message.Headers ?? [])
        {
            if (name is not (Key or Body))
            {
                delivery.AddHeader(name, Unescape(value.ToString()));
            }
        }
    }

    private static StringValues Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            if (value is > 0x20 and < 0x7F and not (byte)'%')
            {
                text.Append((char)value);
            }
            else
            {
                text.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
            }
        }

        return text.ToString();
    }

    private static byte[] Unescape(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '%' && index + 2 < text.Length && char.IsAsciiHexDigit(text[index + 1]) && char.IsAsciiHexDigit(text[index + 2]))
            {
                bytes[length++] = Convert.ToByte(text.Substring(index + 1, 2), 16);
                index += 2;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(text.AsSpan(index, 1), bytes.AsSpan(length));
            }
        }

        return bytes[..length];
    }
}
