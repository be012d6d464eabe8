// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A comment on a response in the forum was created.</summary>
/// <param name="Thread">The thread, response or comment.</param>
[Event("org.openedx.learning.forum.thread.response.comment.created.v1", Topic = "forum")]
public sealed partial record ForumResponseCommentCreated(DiscussionThreadData Thread);
