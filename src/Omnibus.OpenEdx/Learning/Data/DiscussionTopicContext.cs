// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.
using System.Collections.ObjectModel;

namespace Omnibus.OpenEdx.Learning;

/// <summary>A topic of a course's discussions, and where it belongs.</summary>
public sealed record DiscussionTopicContext
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The block.</summary>
    public UsageKey? UsageKey { get; init; }

    /// <summary>The group that it is for.</summary>
    public long? GroupId { get; init; }

    /// <summary>The topic, by the id of whoever provides the discussions.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Where the topic stands among the others.</summary>
    public long? Ordering { get; init; }

    /// <summary>What belongs to it, by name.</summary>
    public IReadOnlyDictionary<string, string> Context { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
