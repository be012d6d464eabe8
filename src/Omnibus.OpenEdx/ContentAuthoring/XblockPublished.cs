// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A block was published.</summary>
/// <param name="XblockInfo">The block.</param>
[Event("org.openedx.content_authoring.xblock.published.v1", Topic = "course-authoring-xblock-lifecycle", Key = "xblock_info.usage_key")]
public sealed partial record XblockPublished(XBlockData XblockInfo);
