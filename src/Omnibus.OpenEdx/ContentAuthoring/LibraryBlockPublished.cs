// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A library block was published.</summary>
/// <param name="LibraryBlock">The block.</param>
[Event("org.openedx.content_authoring.library_block.published.v1", Topic = "content-library-lifecycle")]
public sealed partial record LibraryBlockPublished(LibraryBlockData LibraryBlock);
