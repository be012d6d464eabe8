using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <summary>The number of each attribute, for tables that are looked up for every record.</summary>
internal static class AttributeSlot
{
    /// <summary>The attributes by number.</summary>
    public static readonly string[] Names = [.. AttributeNames.Known, Attributes.SpecVersion];

    public static readonly int Type = Of(Attributes.Type);
    public static readonly int Id = Of(Attributes.Id);
    public static readonly int Source = Of(Attributes.Source);
    public static readonly int Time = Of(Attributes.Time);
    public static readonly int MinorVersion = Of(Attributes.MinorVersion);
    public static readonly int SourceHost = Of(Attributes.SourceHost);
    public static readonly int SourceLib = Of(Attributes.SourceLib);
    public static readonly int Subject = Of(Attributes.Subject);
    public static readonly int DataContentType = Of(Attributes.DataContentType);
    public static readonly int DataSchema = Of(Attributes.DataSchema);
    public static readonly int PartitionKey = Of(Attributes.PartitionKey);
    public static readonly int TraceParent = Of(Attributes.TraceParent);
    public static readonly int TraceState = Of(Attributes.TraceState);

    /// <summary>The most attributes that there are.</summary>
    public const int Count = 14;

    public static int Of(string attribute) => Array.IndexOf(Names, attribute);
}
