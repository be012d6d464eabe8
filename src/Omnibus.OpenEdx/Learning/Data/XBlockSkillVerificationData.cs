// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>What learners say of the skills that a block teaches.</summary>
public sealed record XBlockSkillVerificationData
{
    /// <summary>The block.</summary>
    public required UsageKey UsageKey { get; init; }

    /// <summary>The skills that were confirmed.</summary>
    public IReadOnlyList<long> VerifiedSkills { get; init; } = [];

    /// <summary>The skills that were passed over.</summary>
    public IReadOnlyList<long> IgnoredSkills { get; init; } = [];
}
