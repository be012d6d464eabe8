// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A library container was deleted.</summary>
/// <param name="LibraryContainer">The container.</param>
[Event("org.openedx.content_authoring.content_library.container.deleted.v1", Topic = "content-library-lifecycle")]
public sealed partial record LibraryContainerDeleted(LibraryContainerData LibraryContainer);
