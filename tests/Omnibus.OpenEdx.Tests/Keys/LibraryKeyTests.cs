namespace Omnibus.OpenEdx.Tests.Keys;

public sealed class LibraryKeyTests
{
    [Fact]
    public void Keys_of_libraries_say_their_parts()
    {
        var library = LibraryLocatorV2.Parse("lib:MITx:reallyhardproblems");
        Assert.Equal(("MITx", "reallyhardproblems", "lib"), (library.Org, library.Slug, library.Namespace));
        var block = LibraryUsageLocatorV2.Parse("lb:MITx:reallyhardproblems:problem:problem1");
        Assert.Equal(("MITx", "reallyhardproblems", "problem", "problem1", library), (block.Org, block.LibrarySlug, block.BlockType, block.BlockId, block.Library));
        var collection = LibraryCollectionLocator.Parse("lib-collection:MITx:reallyhardproblems:col1");
        Assert.Equal(("MITx", "reallyhardproblems", "col1", library), (collection.Org, collection.LibrarySlug, collection.CollectionId, collection.Library));
        var container = LibraryContainerLocator.Parse("lct:MITx:reallyhardproblems:unit:test-container");
        Assert.Equal(
            ("MITx", "reallyhardproblems", "unit", "test-container", library),
            (container.Org, container.LibrarySlug, container.ContainerType, container.ContainerId, container.Library));
        Assert.Equal(library, LibraryLocatorV2.Of("MITx", "reallyhardproblems"));
        Assert.Equal("über_lib.1", LibraryLocatorV2.Parse("lib:org:über_lib.1").Slug);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lib:")]
    [InlineData("lib:org")]
    [InlineData("lib:org:")]
    [InlineData("lib::slug")]
    [InlineData("lib:org:slug:more")]
    [InlineData("lib:org:sl ug")]
    [InlineData("lib:org:sl+ug")]
    [InlineData("lib:org:sl~ug")]
    [InlineData("lb:org:slug")]
    [InlineData("library-v1:org+slug")]
    public void What_is_no_library_is_refused(string text)
    {
        Assert.False(LibraryLocatorV2.TryParse(text, out _));
        Assert.Contains("lib:org:slug", Assert.Throws<FormatException>(() => LibraryLocatorV2.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lb:org:slug:type", "lib-collection:org:slug", "lct:org:slug:unit")]
    [InlineData("lb:org:slug:type:id:more", "lib-collection:org:slug:id:more", "lct:org:slug:unit:id:more")]
    [InlineData("lb:org:slug:type:", "lib-collection:org:slug:", "lct:org:slug:unit:")]
    [InlineData("lct:org:slug:unit:id", "lct:org:slug:unit:id", "lb:org:slug:unit:id")]
    public void What_is_nothing_in_a_library_is_refused(string block, string collection, string container)
    {
        Assert.False(LibraryUsageLocatorV2.TryParse(block, out _));
        Assert.False(LibraryCollectionLocator.TryParse(collection, out _));
        Assert.False(LibraryContainerLocator.TryParse(container, out _));
        Assert.Throws<FormatException>(() => LibraryUsageLocatorV2.Parse(block));
        Assert.Throws<FormatException>(() => LibraryCollectionLocator.Parse(collection));
        Assert.Throws<FormatException>(() => LibraryContainerLocator.Parse(container));
    }
}
