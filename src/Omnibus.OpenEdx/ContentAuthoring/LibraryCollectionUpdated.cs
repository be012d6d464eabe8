// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A library collection was updated.</summary>
/// <param name="LibraryCollection">The collection.</param>
[Event("org.openedx.content_authoring.content_library.collection.updated.v1", Topic = "content-library-lifecycle")]
public sealed partial record LibraryCollectionUpdated(LibraryCollectionData LibraryCollection);
