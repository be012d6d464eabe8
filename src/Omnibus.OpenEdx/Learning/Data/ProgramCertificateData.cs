// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's certificate for a program.</summary>
public sealed record ProgramCertificateData
{
    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The program.</summary>
    public required ProgramData Program { get; init; }

    /// <summary>The id.</summary>
    public required string Uuid { get; init; }

    /// <summary>The status.</summary>
    public required string Status { get; init; }

    /// <summary>Where it can be seen.</summary>
    public required string Url { get; init; }

    /// <summary>From when on the learner can see the certificate.</summary>
    public IsoDateTime? CertificateAvailableDate { get; init; }
}
