namespace Omnibus.Configuration;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest candidate, ignoring case; null where none is near.</summary>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            var distance = Begins(name, candidate) ? 1 : Distance(name, candidate);
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return least <= Math.Clamp(name.Length / 3, 1, 4) ? nearest : null;
    }

    private static bool Begins(string name, string candidate) =>
        name.Length >= 3 && candidate.Length >= 3
        && (candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(candidate, StringComparison.OrdinalIgnoreCase));

    /// <summary>How many characters must be put in, taken out, replaced or swapped with the next (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                table[row, column] = row == 0 || column == 0 ? row + column : Step(left, right, table, row, column);
            }
        }

        return table[left.Length, right.Length];
    }

    private static int Step(string left, string right, int[,] table, int row, int column)
    {
        var replaced = table[row - 1, column - 1] + (Same(left[row - 1], right[column - 1]) ? 0 : 1);
        var least = Math.Min(Math.Min(table[row - 1, column], table[row, column - 1]) + 1, replaced);
        var swapped = row > 1 && column > 1 && Same(left[row - 1], right[column - 2]) && Same(left[row - 2], right[column - 1]);
        return swapped ? Math.Min(least, table[row - 2, column - 2] + 1) : least;
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
