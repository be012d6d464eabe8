// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A response to a thread in the forum was created.</summary>
/// <param name="Thread">The thread, response or comment.</param>
[Event("org.openedx.learning.forum.thread.response.created.v1", Topic = "forum")]
public sealed partial record ForumThreadResponseCreated(DiscussionThreadData Thread);
