using System.Collections.Frozen;
using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// The header names that a stored batch writes as a number. Part of the format: names are added at the end, never moved. A name that is not
/// here goes into the batch's own list, numbered from <see cref="Own"/>.
/// </summary>
internal static class HeaderNames
{
    /// <summary>The number of the first name in a batch's own list.</summary>
    public const int Own = 32;

    private static readonly string[] s_known =
    [
        Attributes.Type, Attributes.Id, Attributes.Source, Attributes.Time, Attributes.Subject, Attributes.DataContentType, Attributes.DataSchema,
        Attributes.PartitionKey, Attributes.MinorVersion, Attributes.SourceHost, Attributes.SourceLib, Attributes.TraceParent, Attributes.TraceState,
        Attributes.SpecVersion,
    ];

    private static readonly FrozenDictionary<string, int> s_numbers =
        s_known.Select((name, number) => KeyValuePair.Create(name, number)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The number of a known name; -1 where it is not known.</summary>
    public static int Find(string name) => s_numbers.TryGetValue(name, out var number) ? number : -1;

    /// <summary>A known name; null where a newer version may know one.</summary>
    public static string? Get(int number) => (uint)number < (uint)s_known.Length ? s_known[number] : null;
}
