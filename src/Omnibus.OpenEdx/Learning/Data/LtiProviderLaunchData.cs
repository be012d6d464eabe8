// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>The launch of content by another platform over LTI.</summary>
public sealed record LtiProviderLaunchData
{
    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>The block.</summary>
    public required UsageKey UsageKey { get; init; }

    /// <summary>The parameters of the launch.</summary>
    public required LtiProviderLaunchParamsData LaunchParams { get; init; }
}
