// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.
using System.Collections.ObjectModel;

namespace Omnibus.OpenEdx.Learning;

/// <summary>The configuration of a course's discussions.</summary>
public sealed record CourseDiscussionConfigurationData
{
    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>Who provides the discussions.</summary>
    public required string ProviderType { get; init; }

    /// <summary>Whether the course has discussions.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether discussions are shown beside the content.</summary>
    public bool EnableInContext { get; init; } = true;

    /// <summary>Whether graded units have discussions.</summary>
    public bool EnableGradedUnits { get; init; }

    /// <summary>Whether each unit says by itself if it has discussions.</summary>
    public bool UnitLevelVisibility { get; init; }

    /// <summary>What the provider's plugin is told, by name.</summary>
    public IReadOnlyDictionary<string, bool> PluginConfiguration { get; init; } = ReadOnlyDictionary<string, bool>.Empty;

    /// <summary>The topics.</summary>
    public IReadOnlyList<DiscussionTopicContext> Contexts { get; init; } = [];
}
