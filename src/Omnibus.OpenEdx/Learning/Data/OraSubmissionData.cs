// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's submission to an open response assessment.</summary>
[AvroName("ORASubmissionData")]
public sealed record OraSubmissionData
{
    /// <summary>The id.</summary>
    public required string Uuid { get; init; }

    /// <summary>The learner, by an id that does not name anyone.</summary>
    public required string AnonymousUserId { get; init; }

    /// <summary>The block of the assessment.</summary>
    public required string Location { get; init; }

    /// <summary>Which attempt of the learner this is.</summary>
    public required long AttemptNumber { get; init; }

    /// <summary>When it was created.</summary>
    public required IsoDateTime CreatedAt { get; init; }

    /// <summary>When it was submitted.</summary>
    public required IsoDateTime SubmittedAt { get; init; }

    /// <summary>What was submitted.</summary>
    public required OraSubmissionAnswer Answer { get; init; }
}
