using System.Buffers;
using System.Globalization;
using System.Text;

namespace Omnibus.Encodings;

/// <content>
/// Reading is as tolerant as Python's <c>fromisoformat</c>: calendar and week dates, with and without separators; any character between date and
/// time; minutes, seconds and fraction may be missing; digits behind the microsecond are dropped; the offset may be <c>Z</c>. Only a stray character in
/// front of the offset, which CPython passes over by mistake, is refused.
/// </content>
internal static partial class IsoTime
{
    private static readonly TimeSpan s_furthestOffset = TimeSpan.FromHours(14);

    /// <summary>Reads a time. Without an offset in the text it is taken as UTC and <paramref name="zoned"/> is false.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time, out bool zoned)
    {
        time = default;
        return TryParse(text, out var clock, out var offset, out zoned) && TryInstant(clock, offset, out time);
    }

    /// <summary>Reads the clock and the offset, which is less than a day and may have seconds: Python's are as free.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime clock, out TimeSpan offset, out bool zoned)
    {
        clock = default;
        offset = default;
        zoned = false;
        var dateLength = DateLength(text);
        if (dateLength > text.Length || dateLength < 0 || !TryDate(text[..dateLength], out var date))
        {
            return false;
        }

        var rest = AfterSeparator(text[dateLength..]);
        var ticks = 0L;
        if (!rest.IsEmpty)
        {
            var zone = rest.IndexOfAny("+-Z"u8);
            zoned = zone >= 0;
            if (!TryClock(zoned ? rest[..zone] : rest, out ticks) || (zoned && !TryOffset(rest[zone..], out offset)))
            {
                return false;
            }
        }

        clock = date.AddTicks(ticks);
        return true;
    }

    /// <summary>The same time as .NET has it; false where .NET has no such offset or no such time in UTC.</summary>
    public static bool TryInstant(DateTime clock, TimeSpan offset, out DateTimeOffset time)
    {
        time = default;
        var utc = clock.Ticks - offset.Ticks;
        var fits = offset.Ticks % TimeSpan.TicksPerMinute == 0 && offset.Duration() <= s_furthestOffset && utc >= 0 && utc <= DateTime.MaxValue.Ticks;
        time = fits ? new DateTimeOffset(clock.Ticks, offset) : default;
        return fits;
    }

    /// <summary>Where the date ends: after 7, 8 or 10 characters, by its form. The week forms are ambiguous; this decides as Python does.</summary>
    private static int DateLength(ReadOnlySpan<byte> text)
    {
        if (text.Length <= 7)
        {
            return text.Length == 7 ? 7 : -1;
        }

        if (text[4] == '-')
        {
            if (text[5] != 'W')
            {
                return 10;
            }

            return text.Length > 8 && text[8] == '-' && !(text.Length > 10 && IsDigit(text[10])) ? 10 : 8;
        }

        if (text[4] != 'W')
        {
            return 8;
        }

        var digits = 7;
        while (digits < text.Length && IsDigit(text[digits]))
        {
            digits++;
        }

        return digits < 9 ? digits : digits % 2 == 0 ? 7 : 8;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, out DateTime date)
    {
        date = default;
        if (!TryNumber(text, 4, out var year) || year == 0)
        {
            return false;
        }

        var separated = text[4] == '-';
        var rest = text[(separated ? 5 : 4)..];
        if (rest[0] == 'W')
        {
            return TryWeekDate(year, rest[1..], separated, out date);
        }

        if (!TryNumber(rest, 2, out var month) || (rest.Length > 2 && rest[2] == '-') != separated)
        {
            return false;
        }

        rest = rest[(separated ? 3 : 2)..];
        if (rest.Length != 2 || !TryNumber(rest, 2, out var day) || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day);
        return true;
    }

    private static bool TryWeekDate(int year, ReadOnlySpan<byte> text, bool separated, out DateTime date)
    {
        date = default;
        if (!TryNumber(text, 2, out var week) || week == 0 || week > ISOWeek.GetWeeksInYear(year))
        {
            return false;
        }

        var day = 1;
        var rest = text[2..];
        if (!rest.IsEmpty)
        {
            if ((rest[0] == '-') != separated || rest.Length != (separated ? 2 : 1) || !TryNumber(rest[^1..], 1, out day) || day is 0 or > 7)
            {
                return false;
            }
        }

        if (year == DateTime.MaxValue.Year && week == ISOWeek.GetWeeksInYear(year) && day > 5)
        {
            return false; // a day of the year 10000
        }

        date = ISOWeek.ToDateTime(year, week, (DayOfWeek)(day % 7));
        return true;
    }

    private static ReadOnlySpan<byte> AfterSeparator(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? text : text[(Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done ? length : 1)..];

    /// <summary><c>HH[:MM[:SS[.f…]]]</c>, with all colons or with none; the fraction may follow any part and is one of a second.</summary>
    private static bool TryClock(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        Span<int> parts = stackalloc int[3];
        parts.Clear();
        var separated = text.Length > 2 && text[2] == ':';
        for (var part = 0; part < 3; part++)
        {
            if (!TryNumber(text, 2, out parts[part]))
            {
                return false;
            }

            text = text[2..];
            if (text.IsEmpty || text[0] is (byte)'.' or (byte)',')
            {
                break;
            }

            if (part == 2 || (text[0] == ':') != separated)
            {
                return false;
            }

            text = separated ? text[1..] : text;
        }

        if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59 || !TryFraction(text, out ticks))
        {
            return false;
        }

        ticks += (parts[0] * TimeSpan.TicksPerHour) + (parts[1] * TimeSpan.TicksPerMinute) + (parts[2] * TimeSpan.TicksPerSecond);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        var unit = TimeSpan.TicksPerSecond / 10;
        for (var place = 1; place < text.Length; place++)
        {
            if (!IsDigit(text[place]))
            {
                return false;
            }

            ticks += unit >= TimeSpan.TicksPerMicrosecond ? (text[place] - '0') * unit : 0;
            unit /= 10;
        }

        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text[0] == 'Z')
        {
            return text.Length == 1;
        }

        if (!TryClock(text[1..], out var ticks))
        {
            return false;
        }

        offset = new TimeSpan(text[0] == '-' ? -ticks : ticks);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, int digits, out int value)
    {
        value = 0;
        for (var place = 0; place < digits; place++)
        {
            if (place >= text.Length || !IsDigit(text[place]))
            {
                return false;
            }

            value = (value * 10) + (text[place] - '0');
        }

        return true;
    }

    private static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';
}
