using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Omnibus.Drivers;

/// <summary>
/// A place in a partition, ordered as the broker stored. Kafka: (0, offset, i); Redis: (milliseconds, sequence, i); SQLite: (0, row, i).
/// </summary>
/// <param name="High">The more significant part.</param>
/// <param name="Low">The less significant part.</param>
/// <param name="Index">The place inside one stored record that holds several events; 0 where a record holds one.</param>
public readonly record struct Position(ulong High, ulong Low, uint Index = 0) : IComparable<Position>, ISpanParsable<Position>
{
    /// <summary>The place right after this one. Reading begins there once this one is settled; a driver may normalise it.</summary>
    public Position Next => this with { Index = Index + 1 };

    /// <inheritdoc />
    public int CompareTo(Position other)
    {
        var high = High.CompareTo(other.High);
        if (high != 0)
        {
            return high;
        }

        var low = Low.CompareTo(other.Low);
        return low != 0 ? low : Index.CompareTo(other.Index);
    }

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> lies after <paramref name="right"/>.</summary>
    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not lie after <paramref name="right"/>.</summary>
    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not lie before <paramref name="right"/>.</summary>
    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;

    /// <summary><c>low</c>, <c>high-low</c>, <c>low.index</c> or <c>high-low.index</c>: zeros in front and behind are left out.</summary>
    public override string ToString()
    {
        var place = High == 0
            ? Low.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{High}-{Low}");
        return Index == 0 ? place : string.Create(CultureInfo.InvariantCulture, $"{place}.{Index}");
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Position position) =>
        TryParse(text.AsSpan(), CultureInfo.InvariantCulture, out position);

    /// <inheritdoc />
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Position result)
    {
        result = default;
        uint index = 0;
        var dot = s.IndexOf('.');
        if (dot >= 0)
        {
            if (!uint.TryParse(s[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out index))
            {
                return false;
            }

            s = s[..dot];
        }

        ulong high = 0;
        var dash = s.IndexOf('-');
        if (dash >= 0)
        {
            if (!ulong.TryParse(s[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out high))
            {
                return false;
            }

            s = s[(dash + 1)..];
        }

        if (!ulong.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var low))
        {
            return false;
        }

        result = new Position(high, low, index);
        return true;
    }

    /// <inheritdoc />
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Position result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc />
    public static Position Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var position) ? position : throw new FormatException($"'{s}' is not a position.");

    /// <inheritdoc />
    public static Position Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);
}
