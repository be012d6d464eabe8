using System.Globalization;
using System.Text.Json;

namespace Omnibus.OpenEdx.Tests.Shared;

/// <summary>Compares JSON by what it says: objects in any order, integers of any size exactly, other numbers bit by bit.</summary>
internal static class SameJson
{
    public static void Assert(string expected, string actual)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual);
        Assert(left.RootElement, right.RootElement);
    }

    public static void Assert(JsonElement expected, JsonElement actual) => Xunit.Assert.Null(Difference(expected, actual, ""));

    /// <summary>Where the two differ; null where they do not.</summary>
    public static string? Difference(JsonElement left, JsonElement right, string path)
    {
        if (left.ValueKind != right.ValueKind)
        {
            return $"{path}: {left.ValueKind} and {right.ValueKind}";
        }

        switch (left.ValueKind)
        {
            case JsonValueKind.Object:
                var names = left.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal).ToList();
                var others = right.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
                return names.SequenceEqual(others)
                    ? names.Select(name => Difference(left.GetProperty(name), right.GetProperty(name), $"{path}.{name}")).FirstOrDefault(found => found is not null)
                    : $"{path}: other members";
            case JsonValueKind.Array:
                return left.GetArrayLength() == right.GetArrayLength()
                    ? left.EnumerateArray().Zip(right.EnumerateArray()).Select((pair, place) => Difference(pair.First, pair.Second, $"{path}[{place}]"))
                        .FirstOrDefault(found => found is not null)
                    : $"{path}: {left.GetArrayLength()} and {right.GetArrayLength()} items";
            case JsonValueKind.Number:
                return SameNumber(left.GetRawText(), right.GetRawText()) ? null : $"{path}: {left.GetRawText()} and {right.GetRawText()}";
            case JsonValueKind.String:
                return left.GetString() == right.GetString() ? null : $"{path}: '{left.GetString()}' and '{right.GetString()}'";
            default:
                return null;
        }
    }

    private static bool SameNumber(string left, string right)
    {
        if (left == right)
        {
            return true;
        }

        var real = (left + right).AsSpan().IndexOfAny(".eE-") >= 0;
        return real && BitConverter.DoubleToInt64Bits(Real(left)) == BitConverter.DoubleToInt64Bits(Real(right));
    }

    private static double Real(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
