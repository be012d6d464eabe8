using System.Diagnostics.CodeAnalysis;
using Omnibus.OpenEdx.Reading;

namespace Omnibus.OpenEdx;

/// <summary>Names a container in a library: <c>lct:org:slug:type:id</c>.</summary>
public sealed class LibraryContainerLocator : OpaqueKey, ITextValue<LibraryContainerLocator>
{
    private const string Start = "lct";
    private const int Parts = 4;

    private LibraryContainerLocator(string text)
        : base(text)
    {
    }

    /// <summary>The organization.</summary>
    public string Org => SlugParts.Of(Text)[1];

    /// <summary>The library's name within its organization.</summary>
    public string LibrarySlug => SlugParts.Of(Text)[2];

    /// <summary>What kind of container it is, for example unit.</summary>
    public string ContainerType => SlugParts.Of(Text)[3];

    /// <summary>The container's name among those of its type.</summary>
    public string ContainerId => SlugParts.Of(Text)[4];

    /// <summary>The library that it is in.</summary>
    public LibraryLocatorV2 Library => LibraryLocatorV2.Of(Org, LibrarySlug);

    /// <summary>Reads a key; false where the text is none.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out LibraryContainerLocator value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = SlugParts.Are(text, Start, Parts) ? new LibraryContainerLocator(text) : null;
        return value is not null;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static LibraryContainerLocator Parse(string text) => TryParse(text, out var value)
        ? value
        : throw KeyFormat.Wrong("key of a container in a library", "lct:org:slug:type:id", KeyFormat.Slugs);
}
