// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A thread in the forum was created.</summary>
/// <param name="Thread">The thread, response or comment.</param>
[Event("org.openedx.learning.forum.thread.created.v1", Topic = "forum")]
public sealed partial record ForumThreadCreated(DiscussionThreadData Thread);
