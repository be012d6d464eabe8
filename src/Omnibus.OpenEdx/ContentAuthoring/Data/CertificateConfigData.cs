// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>The configuration of a course's certificates.</summary>
public sealed record CertificateConfigData
{
    /// <summary>The kind of certificate.</summary>
    public required string CertificateType { get; init; }

    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Who signs.</summary>
    public IReadOnlyList<CertificateSignatoryData> Signatories { get; init; } = [];

    /// <summary>Whether it is active.</summary>
    public bool IsActive { get; init; }
}
