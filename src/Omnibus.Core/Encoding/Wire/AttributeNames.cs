using System.Collections.Frozen;
using Omnibus.Drivers;

namespace Omnibus.Encodings;

/// <summary>Which names are taken, and which an extension may have.</summary>
internal static class AttributeNames
{
    /// <summary>The attributes in the order in which those are written that a wire format does not list.</summary>
    public static readonly string[] Known =
    [
        Attributes.Type, Attributes.Id, Attributes.Source, Attributes.Time, Attributes.MinorVersion, Attributes.SourceHost, Attributes.SourceLib,
        Attributes.Subject, Attributes.DataContentType, Attributes.DataSchema, Attributes.PartitionKey, Attributes.TraceParent, Attributes.TraceState,
    ];

    /// <summary>Everything that means something of its own on the wire or in the text form.</summary>
    private static readonly FrozenSet<string> s_taken =
        Known.Concat([Attributes.SpecVersion, Attributes.Body, "topic", "partition", "position"]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether an extension may have this name: lower-case letters and digits, and not taken.</summary>
    public static bool IsExtension(string name) => IsWellFormed(name) && !s_taken.Contains(name);

    private static bool IsWellFormed(ReadOnlySpan<char> name)
    {
        foreach (var character in name)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return !name.IsEmpty;
    }
}
