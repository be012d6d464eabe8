// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>The tags of a piece of content have changed.</summary>
/// <param name="ContentObject">The content.</param>
[Event("org.openedx.content_authoring.content.object.tags.changed.v1", Topic = "content-object")]
public sealed partial record ContentObjectTagsChanged(ContentObjectData ContentObject);
