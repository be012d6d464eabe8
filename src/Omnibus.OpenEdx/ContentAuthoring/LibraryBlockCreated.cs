// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A library block was created.</summary>
/// <param name="LibraryBlock">The block.</param>
[Event("org.openedx.content_authoring.library_block.created.v1", Topic = "content-library-lifecycle")]
public sealed partial record LibraryBlockCreated(LibraryBlockData LibraryBlock);
