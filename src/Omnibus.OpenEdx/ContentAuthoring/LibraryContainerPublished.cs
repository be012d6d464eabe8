// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A library container was published.</summary>
/// <param name="LibraryContainer">The container.</param>
[Event("org.openedx.content_authoring.content_library.container.published.v1", Topic = "content-library-lifecycle")]
public sealed partial record LibraryContainerPublished(LibraryContainerData LibraryContainer);
