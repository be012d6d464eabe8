// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.Learning;

/// <summary>The answer of an open response: texts and files.</summary>
[AvroName("ORASubmissionAnswer")]
public sealed record OraSubmissionAnswer
{
    /// <summary>The texts, each with its name.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Parts { get; init; } = [];

    /// <summary>The keys of the files in storage.</summary>
    public IReadOnlyList<string> FileKeys { get; init; } = [];

    /// <summary>What the files are.</summary>
    public IReadOnlyList<string> FileDescriptions { get; init; } = [];

    /// <summary>The names of the files.</summary>
    public IReadOnlyList<string> FileNames { get; init; } = [];

    /// <summary>The sizes of the files in bytes.</summary>
    public IReadOnlyList<long> FileSizes { get; init; } = [];

    /// <summary>Where the files can be fetched.</summary>
    public IReadOnlyList<string> FileUrls { get; init; } = [];
}
