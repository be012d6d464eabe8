// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>What belongs to a piece of content has changed: its tags, collections or other things.</summary>
/// <param name="ContentObject">The content.</param>
[Event("org.openedx.content_authoring.content.object.associations.changed.v1", Topic = "content-object")]
public sealed partial record ContentObjectAssociationsChanged(ContentObjectChangedData ContentObject);
