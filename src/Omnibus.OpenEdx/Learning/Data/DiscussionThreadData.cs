// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.
using System.Collections.ObjectModel;

namespace Omnibus.OpenEdx.Learning;

/// <summary>A thread, a response or a comment in the forum.</summary>
public sealed record DiscussionThreadData
{
    /// <summary>The text.</summary>
    public required string Body { get; init; }

    /// <summary>The topic of discussion that it belongs to.</summary>
    public required string CommentableId { get; init; }

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the text was cut off.</summary>
    public required bool Truncated { get; init; }

    /// <summary>Where it can be seen.</summary>
    public required string Url { get; init; }

    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The course.</summary>
    public required CourseKey CourseId { get; init; }

    /// <summary>The kind of thread.</summary>
    public string? ThreadType { get; init; }

    /// <summary>Whether the author is hidden from everybody.</summary>
    public bool? Anonymous { get; init; }

    /// <summary>Whether the author is hidden from other learners.</summary>
    public bool? AnonymousToPeers { get; init; }

    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the title was cut off.</summary>
    public bool? TitleTruncated { get; init; }

    /// <summary>The group that it is for.</summary>
    public long? GroupId { get; init; }

    /// <summary>The team that it is for.</summary>
    public long? TeamId { get; init; }

    /// <summary>The category.</summary>
    public long? CategoryId { get; init; }

    /// <summary>The category's name.</summary>
    public string? CategoryName { get; init; }

    /// <summary>Further data of the discussion, by name.</summary>
    public IReadOnlyDictionary<string, string>? Discussion { get; init; }

    /// <summary>The roles that the author has in the course.</summary>
    public IReadOnlyList<string> UserCourseRoles { get; init; } = [];

    /// <summary>The roles that the author has in the forum.</summary>
    public IReadOnlyList<string> UserForumsRoles { get; init; } = [];

    /// <summary>Further options, by name.</summary>
    public IReadOnlyDictionary<string, bool> Options { get; init; } = ReadOnlyDictionary<string, bool>.Empty;
}
