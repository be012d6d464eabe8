// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>A program.</summary>
public sealed record ProgramData
{
    /// <summary>The id.</summary>
    public required string Uuid { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The kind of program.</summary>
    public required string ProgramType { get; init; }
}
