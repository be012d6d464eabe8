// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>A course.</summary>
public sealed record CourseData
{
    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }
}
