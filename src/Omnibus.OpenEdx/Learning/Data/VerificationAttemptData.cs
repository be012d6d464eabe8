// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>An attempt to verify a user's identity.</summary>
public sealed record VerificationAttemptData
{
    /// <summary>The attempt.</summary>
    public required long AttemptId { get; init; }

    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The status.</summary>
    public required string Status { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>Until when it holds.</summary>
    public IsoDateTime? ExpirationDate { get; init; }
}
