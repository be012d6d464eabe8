namespace Omnibus;

/// <summary>Data is not what an event's type says.</summary>
/// <param name="path">The path of the field, in field names joined by dots; empty for the whole.</param>
/// <param name="problem">What is wrong, without the value.</param>
/// <param name="inner">What was found first, if anything.</param>
public sealed class EventDataException(string path, string problem, Exception? inner = null)
    : Exception(path.Length == 0 ? problem : $"{path}: {problem}", inner)
{
    /// <summary>The path of the field; empty for the whole.</summary>
    public string FieldPath { get; } = path;

    /// <summary>What is wrong.</summary>
    public string Problem { get; } = problem;

    /// <summary>The line in the text, from 1, where that is known.</summary>
    public long? Line { get; init; }
}
