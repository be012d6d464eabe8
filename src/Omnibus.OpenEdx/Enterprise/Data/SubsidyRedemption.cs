// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Enterprise;

/// <summary>The spending of a subsidy on content.</summary>
public sealed record SubsidyRedemption
{
    /// <summary>The subsidy.</summary>
    public required string SubsidyIdentifier { get; init; }

    /// <summary>What is paid for.</summary>
    public required string ContentKey { get; init; }

    /// <summary>The user, by the id in the LMS.</summary>
    public required long LmsUserId { get; init; }
}
