// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A course.</summary>
public sealed record CourseData
{
    /// <summary>The course.</summary>
    public required CourseKey CourseKey { get; init; }

    /// <summary>The name that people see.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>When it begins.</summary>
    public IsoDateTime? Start { get; init; }

    /// <summary>When it ends.</summary>
    public IsoDateTime? End { get; init; }
}
