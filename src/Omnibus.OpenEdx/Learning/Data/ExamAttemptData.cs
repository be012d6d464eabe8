// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A learner's attempt at an exam.</summary>
public sealed record ExamAttemptData
{
    /// <summary>The learner.</summary>
    public required UserData StudentUser { get; init; }

    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>The block.</summary>
    public required UsageKey UsageKey { get; init; }

    /// <summary>The kind of exam.</summary>
    public required string ExamType { get; init; }

    /// <summary>Who asked for the change.</summary>
    public UserData? RequestingUser { get; init; }
}
