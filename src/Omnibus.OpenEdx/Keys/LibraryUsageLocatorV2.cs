using System.Diagnostics.CodeAnalysis;
using Omnibus.OpenEdx.Reading;

namespace Omnibus.OpenEdx;

/// <summary>Names a block in a library: <c>lb:org:slug:type:id</c>.</summary>
public sealed class LibraryUsageLocatorV2 : OpaqueKey, ITextValue<LibraryUsageLocatorV2>
{
    private const string Start = "lb";
    private const int Parts = 4;

    private LibraryUsageLocatorV2(string text)
        : base(text)
    {
    }

    /// <summary>The organization.</summary>
    public string Org => SlugParts.Of(Text)[1];

    /// <summary>The library's name within its organization.</summary>
    public string LibrarySlug => SlugParts.Of(Text)[2];

    /// <summary>What kind of block it is, for example problem.</summary>
    public string BlockType => SlugParts.Of(Text)[3];

    /// <summary>The block's name among those of its type.</summary>
    public string BlockId => SlugParts.Of(Text)[4];

    /// <summary>The library that it is in.</summary>
    public LibraryLocatorV2 Library => LibraryLocatorV2.Of(Org, LibrarySlug);

    /// <summary>Reads a key; false where the text is none.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out LibraryUsageLocatorV2 value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = SlugParts.Are(text, Start, Parts) ? new LibraryUsageLocatorV2(text) : null;
        return value is not null;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static LibraryUsageLocatorV2 Parse(string text) => TryParse(text, out var value)
        ? value
        : throw KeyFormat.Wrong("key of a block in a library", "lb:org:slug:type:id", KeyFormat.Slugs);
}
