// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's certificate for a course.</summary>
public sealed record CertificateData
{
    /// <summary>The user.</summary>
    public required UserData User { get; init; }

    /// <summary>The course.</summary>
    public required CourseData Course { get; init; }

    /// <summary>The mode of enrollment, for example audit.</summary>
    public required string Mode { get; init; }

    /// <summary>The grade.</summary>
    public required string Grade { get; init; }

    /// <summary>Where the certificate can be fetched.</summary>
    public required string DownloadUrl { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The status now.</summary>
    public required string CurrentStatus { get; init; }

    /// <summary>The status before.</summary>
    public string PreviousStatus { get; init; } = "";
}
