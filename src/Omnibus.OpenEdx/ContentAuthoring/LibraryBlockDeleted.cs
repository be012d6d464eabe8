// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A library block was deleted.</summary>
/// <param name="LibraryBlock">The block.</param>
[Event("org.openedx.content_authoring.library_block.deleted.v1", Topic = "content-library-lifecycle")]
public sealed partial record LibraryBlockDeleted(LibraryBlockData LibraryBlock);
