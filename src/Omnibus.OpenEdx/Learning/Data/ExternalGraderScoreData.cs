// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A score from an external grader.</summary>
public sealed record ExternalGraderScoreData
{
    /// <summary>The most points that there are.</summary>
    public required long PointsPossible { get; init; }

    /// <summary>The points that were given.</summary>
    public required long PointsEarned { get; init; }

    /// <summary>The course.</summary>
    public required string CourseId { get; init; }

    /// <summary>What the grader says of the score.</summary>
    public required string ScoreMsg { get; init; }

    /// <summary>The submission.</summary>
    public required long SubmissionId { get; init; }

    /// <summary>The user.</summary>
    public required string UserId { get; init; }

    /// <summary>The block that was graded.</summary>
    public required string ModuleId { get; init; }

    /// <summary>The key of the submission in its queue.</summary>
    public required string QueueKey { get; init; }

    /// <summary>The queue that the submission was in.</summary>
    public required string QueueName { get; init; }
}
