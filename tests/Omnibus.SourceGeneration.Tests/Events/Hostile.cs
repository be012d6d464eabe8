namespace Omnibus.SourceGeneration.Tests;

/// <summary>An event whose bytes are short enough to be written by hand.</summary>
[Event("test.hostile.v1")]
public sealed partial record Hostile(
    long Number,
    string? Note,
    IReadOnlyList<Entry> Entries,
    IReadOnlyDictionary<string, Entry> ByName,
    int Small,
    Guid Id,
    DateTimeOffset At,
    Code Code,
    byte[] Bytes,
    double Last);

/// <summary>A record in a list and in a map.</summary>
public sealed record Entry(string Name, bool Truth);
