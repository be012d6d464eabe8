using System.Diagnostics.CodeAnalysis;
using Omnibus.OpenEdx.Reading;

namespace Omnibus.OpenEdx;

/// <summary>Names a library: <c>lib:org:slug</c>.</summary>
public sealed class LibraryLocatorV2 : OpaqueKey, ITextValue<LibraryLocatorV2>
{
    private const string Start = "lib";
    private const int Parts = 2;

    private LibraryLocatorV2(string text)
        : base(text)
    {
    }

    /// <summary>The organization.</summary>
    public string Org => SlugParts.Of(Text)[1];

    /// <summary>The library's name within its organization.</summary>
    public string Slug => SlugParts.Of(Text)[2];

    /// <summary>The key of a library, from its parts.</summary>
    /// <exception cref="FormatException">A part holds what a key cannot.</exception>
    public static LibraryLocatorV2 Of(string org, string slug) => Parse($"lib:{org}:{slug}");

    /// <summary>Reads a key; false where the text is none.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out LibraryLocatorV2 value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = SlugParts.Are(text, Start, Parts) ? new LibraryLocatorV2(text) : null;
        return value is not null;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static LibraryLocatorV2 Parse(string text) => TryParse(text, out var value)
        ? value
        : throw KeyFormat.Wrong("key of a library", "lib:org:slug", KeyFormat.Slugs);
}
