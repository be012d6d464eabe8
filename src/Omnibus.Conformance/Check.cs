using System.Diagnostics.CodeAnalysis;

namespace Omnibus.Conformance;

/// <summary>What cases say about what they found.</summary>
internal static class Check
{
    /// <summary>Holds, or the promise is broken.</summary>
    public static void That([DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ConformanceException(otherwise);
        }
    }

    /// <summary>Two values are equal.</summary>
    public static void Equal<T>(T expected, T actual, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: expected {Show(expected)}, found {Show(actual)}.");

    /// <summary>Two sequences are equal, in order.</summary>
    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        var wanted = expected.ToList();
        var found = actual.ToList();
        if (wanted.SequenceEqual(found))
        {
            return;
        }

        var at = wanted.Zip(found).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
        throw new ConformanceException(
            $"{what}: expected {wanted.Count}, found {found.Count}; they differ at {at}: expected {ShowAt(wanted, at)}, found {ShowAt(found, at)}.");
    }

    /// <summary>Two sequences have the same members, each as often, in any order.</summary>
    public static void SameMembers<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
        where T : notnull
    {
        var wanted = expected.CountBy(value => value).ToDictionary();
        var found = actual.CountBy(value => value).ToDictionary();
        var missing = wanted.Where(entry => found.GetValueOrDefault(entry.Key) < entry.Value).Select(entry => entry.Key).ToList();
        var extra = found.Where(entry => wanted.GetValueOrDefault(entry.Key) < entry.Value).Select(entry => entry.Key).ToList();
        That(missing.Count == 0 && extra.Count == 0, $"{what}: missing {ShowSome(missing)}, too many {ShowSome(extra)}.");
    }

    /// <summary>Two byte strings are equal; null is not the empty one.</summary>
    public static void Bytes(byte[]? expected, byte[]? actual, string what)
    {
        if (expected is null || actual is null)
        {
            That(expected is null && actual is null, $"{what}: expected {Length(expected)}, found {Length(actual)}.");
            return;
        }

        var at = expected.AsSpan().CommonPrefixLength(actual);
        That(
            at == expected.Length && at == actual.Length,
            $"{what}: expected {Length(expected)}, found {Length(actual)}; they differ at byte {at}.");
    }

    private static string Length(byte[]? bytes) => bytes is null ? "nothing" : $"{bytes.Length} bytes";

    private static string Show<T>(T value) => value?.ToString() ?? "nothing";

    private static string ShowAt<T>(List<T> values, int at) => at < values.Count ? Show(values[at]) : "the end";

    private static string ShowSome<T>(List<T> values) =>
        values.Count == 0 ? "none" : $"{values.Count} ({string.Join(", ", values.Take(5))}{(values.Count > 5 ? ", …" : "")})";
}
