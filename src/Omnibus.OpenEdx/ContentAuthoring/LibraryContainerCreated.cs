// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A library container was created.</summary>
/// <param name="LibraryContainer">The container.</param>
[Event("org.openedx.content_authoring.content_library.container.created.v1", Topic = "content-library-lifecycle")]
public sealed partial record LibraryContainerCreated(LibraryContainerData LibraryContainer);
