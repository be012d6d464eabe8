using System.Diagnostics.CodeAnalysis;
using Omnibus.OpenEdx.Reading;

namespace Omnibus.OpenEdx;

/// <summary>Names a collection in a library: <c>lib-collection:org:slug:id</c>.</summary>
public sealed class LibraryCollectionLocator : OpaqueKey, ITextValue<LibraryCollectionLocator>
{
    private const string Start = "lib-collection";
    private const int Parts = 3;

    private LibraryCollectionLocator(string text)
        : base(text)
    {
    }

    /// <summary>The organization.</summary>
    public string Org => SlugParts.Of(Text)[1];

    /// <summary>The library's name within its organization.</summary>
    public string LibrarySlug => SlugParts.Of(Text)[2];

    /// <summary>The collection's name within its library.</summary>
    public string CollectionId => SlugParts.Of(Text)[3];

    /// <summary>The library that it is in.</summary>
    public LibraryLocatorV2 Library => LibraryLocatorV2.Of(Org, LibrarySlug);

    /// <summary>Reads a key; false where the text is none.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out LibraryCollectionLocator value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = SlugParts.Are(text, Start, Parts) ? new LibraryCollectionLocator(text) : null;
        return value is not null;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static LibraryCollectionLocator Parse(string text) => TryParse(text, out var value)
        ? value
        : throw KeyFormat.Wrong("key of a collection in a library", "lib-collection:org:slug:id", KeyFormat.Slugs);
}
