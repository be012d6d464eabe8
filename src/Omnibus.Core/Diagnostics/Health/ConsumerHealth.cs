using System.Collections.Concurrent;

namespace Omnibus.Diagnostics;

/// <summary>How a consumer is.</summary>
internal sealed class ConsumerHealth(string name)
{
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);

    public string? Problem
    {
        get
        {
            List<string> problems = [.. _problems.Values, .. Watched()];
            return problems.Count == 0 ? null : $"Consumer '{name}': {string.Join(" ", problems)}";
        }
    }

    /// <summary>Problems that are looked for when somebody asks, because nobody could say when they end.</summary>
    public Func<IEnumerable<string>> Watched { get; set; } = static () => [];

    /// <summary>Something about the consumer is not well; one problem at a time for each place.</summary>
    public void Set(string place, string problem) => _problems[place] = problem;

    public void Clear(string place) => _problems.TryRemove(place, out _);
}
