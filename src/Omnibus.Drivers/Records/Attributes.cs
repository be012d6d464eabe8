namespace Omnibus.Drivers;

/// <summary>
/// The canonical attribute names: those of CloudEvents 1.0 and its extensions, those that Open edX adds, and
/// <see cref="Body"/> for the data itself.
/// </summary>
public static class Attributes
{
    /// <summary>The version of CloudEvents, always <c>1.0</c>.</summary>
    public const string SpecVersion = "specversion";

    /// <summary>The event's type.</summary>
    public const string Type = "type";

    /// <summary>The event's id.</summary>
    public const string Id = "id";

    /// <summary>Who made the event.</summary>
    public const string Source = "source";

    /// <summary>When it happened, in UTC.</summary>
    public const string Time = "time";

    /// <summary>What it is about, within the source.</summary>
    public const string Subject = "subject";

    /// <summary>The encoding of the body; absent means <c>application/avro</c>.</summary>
    public const string DataContentType = "datacontenttype";

    /// <summary>Names the writer's schema.</summary>
    public const string DataSchema = "dataschema";

    /// <summary>The key as text.</summary>
    public const string PartitionKey = "partitionkey";

    /// <summary>The minor version of the event's type.</summary>
    public const string MinorVersion = "minorversion";

    /// <summary>The host that the event was made on.</summary>
    public const string SourceHost = "sourcehost";

    /// <summary>The version of the library that made the event, numbers joined by dots.</summary>
    public const string SourceLib = "sourcelib";

    /// <summary>The W3C trace parent.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>The W3C trace state.</summary>
    public const string TraceState = "tracestate";

    /// <summary>Not an attribute: the place of the data.</summary>
    public const string Body = "data";
}
