namespace Omnibus.Core.Tests.Coordination;

/// <summary>Seeds for runs at random: new ones, or the one that failed, to see it fail again.</summary>
internal static class Seeds
{
    private static readonly int? s_given = int.TryParse(Environment.GetEnvironmentVariable("OMNIBUS_TEST_SEED"), out var seed) ? seed : null;

    /// <summary>The long runs are wanted.</summary>
    public static bool IsSoak { get; } = Environment.GetEnvironmentVariable("OMNIBUS_SOAK") is "1";

    public static IEnumerable<int> Take(int usually, int whenSoaking) =>
        s_given is { } seed ? [seed] : Enumerable.Range(0, IsSoak ? whenSoaking : usually).Select(static _ => Random.Shared.Next());
}
