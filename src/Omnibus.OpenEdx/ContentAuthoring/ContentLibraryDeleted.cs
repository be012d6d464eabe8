// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A content library was deleted.</summary>
/// <param name="ContentLibrary">The library.</param>
[Event("org.openedx.content_authoring.content_library.deleted.v1", Topic = "content-library-lifecycle")]
public sealed partial record ContentLibraryDeleted(ContentLibraryData ContentLibrary);
