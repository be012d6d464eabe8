namespace Omnibus.Encodings;

/// <summary>
/// The one text form of an event: CloudEvents 1.0 JSON, one event a line. What is written can be read, and gives the same event again.
/// </summary>
internal static partial class EventText
{
    internal const string Specification = "specversion";
    internal const string Data = "data";
    internal const string Base64 = "data_base64";
    internal const string Topic = "topic";
    internal const string Partition = "partition";
    internal const string Position = "position";
}
