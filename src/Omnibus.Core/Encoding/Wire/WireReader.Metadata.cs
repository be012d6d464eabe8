using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <content>
/// Reading is as tolerant as the Python consumers. Where an attribute is missing or empty: the id is made from the record's place, the time is when
/// the broker stored it (else 1970), the source is <see cref="UnknownSource"/>, the minor version 0. A time must be in UTC.
/// </content>
internal sealed partial class WireReader
{
    /// <summary>The source of records that name none.</summary>
    public const string UnknownSource = "unknown";

    /// <summary>Reads all attributes.</summary>
    /// <exception cref="EventDataException">An attribute cannot be read; its path is the attribute's name.</exception>
    public EventMetadata ReadMetadata(Delivery delivery)
    {
        Dictionary<string, string>? extensions = null;
        var found = new Found();
        foreach (ref readonly var header in delivery.Headers)
        {
            if (_attributes.TryGetValue(header.Name, out var attribute))
            {
                found.Add(attribute, header);
            }
            else if (ExtensionName(header.Name) is { } name && TryDecode(header.Value.Span, out var value))
            {
                extensions ??= [];
                if (_prefix.Length > 0 && header.Name.StartsWith(_prefix, StringComparison.Ordinal))
                {
                    extensions[name] = value;
                }
                else
                {
                    extensions.TryAdd(name, value);
                }
            }
        }

        var metadata = new EventMetadata
        {
            Type = Repeated(found, AttributeSlot.Type)
                ?? throw new EventDataException(Attributes.Type, "The record does not say what event it is."),
            Id = Id(found, delivery),
            Source = Repeated(found, AttributeSlot.Source) ?? UnknownSource,
            Time = Time(found, delivery),
            Subject = found.Text(AttributeSlot.Subject),
            DataContentType = Repeated(found, AttributeSlot.DataContentType),
            DataSchema = Repeated(found, AttributeSlot.DataSchema),
            PartitionKey = found.Text(AttributeSlot.PartitionKey) ?? ReadKey(delivery),
            MinorVersion = MinorVersion(found),
            SourceHost = SourceHost(found),
            SourceLib = Repeated(found, AttributeSlot.SourceLib, LibraryVersion),
            TraceParent = found.Text(AttributeSlot.TraceParent, emptyIsAbsent: true),
            TraceState = found.Text(AttributeSlot.TraceState, emptyIsAbsent: true),
        };
        return extensions is null ? metadata : metadata with { Extensions = extensions };
    }

    /// <summary>The extension that a header is, with or without the prefix; null where it is none.</summary>
    private string? ExtensionName(string header)
    {
        var name = header.StartsWith(_prefix, StringComparison.Ordinal) ? header[_prefix.Length..] : header;
        return AttributeNames.IsExtension(name) ? name : null;
    }

    private static string Id(in Found found, Delivery delivery)
    {
        if (!found.TryGet(AttributeSlot.Id, out var bytes) || bytes.IsEmpty)
        {
            return IdText.OfPlace(delivery.Topic, delivery.Partition, delivery.Position).ToString();
        }

        return IdText.TryParse(bytes, out var id) ? id.ToString() : found.Text(AttributeSlot.Id)!;
    }

    private static DateTimeOffset Time(in Found found, Delivery delivery)
    {
        if (!found.TryGet(AttributeSlot.Time, out var bytes) || bytes.IsEmpty)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(delivery.StoredAt ?? 0);
        }

        if (!IsoTime.TryParse(bytes, out var time, out var zoned))
        {
            throw new EventDataException(Attributes.Time, "This is no ISO 8601 time.");
        }

        return zoned && time.Offset == TimeSpan.Zero
            ? time
            : throw new EventDataException(Attributes.Time, "The time must be in UTC and say so.");
    }

    private static int MinorVersion(in Found found)
    {
        if (found.TryGet(AttributeSlot.MinorVersion, out var bytes) && bytes is [>= (byte)'0' and <= (byte)'9'])
        {
            return bytes[0] - '0';
        }

        var text = found.Text(AttributeSlot.MinorVersion, emptyIsAbsent: true);
        if (text is null)
        {
            return 0;
        }

        return IntegerText.TryNormalize(text, out var digits) && int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new EventDataException(Attributes.MinorVersion, "This is no integer of 32 bits.");
    }

    /// <summary>An empty one stays empty; the others repeat.</summary>
    private string? SourceHost(in Found found) =>
        Repeated(found, AttributeSlot.SourceHost) ?? found.Text(AttributeSlot.SourceHost);

    private static string LibraryVersion(string text)
    {
        var parts = text.Split('.');
        for (var part = 0; part < parts.Length; part++)
        {
            if (!IntegerText.TryNormalize(parts[part], out parts[part]))
            {
                throw new EventDataException(Attributes.SourceLib, "The version of the library must be integers joined by dots.");
            }
        }

        return string.Join('.', parts);
    }

    /// <summary>The text of an attribute that is mostly the same from record to record; null where it is missing or empty.</summary>
    private string? Repeated(in Found found, int attribute, Func<string, string>? make = null)
    {
        if (!found.TryGet(attribute, out var bytes) || bytes.IsEmpty)
        {
            return null;
        }

        if (Volatile.Read(ref _repeated[attribute]) is { } last && last.Is(bytes))
        {
            return last.Text;
        }

        var text = found.Text(attribute)!;
        text = make is null ? text : make(text);
        Volatile.Write(ref _repeated[attribute], new RepeatedText(bytes.ToArray(), text));
        return text;
    }
}
