namespace Omnibus.Encodings;

/// <summary>Times as text, as Python's <c>isoformat</c> writes them: a fraction of six digits or none.</summary>
internal static partial class IsoTime
{
    /// <summary>The most bytes that are ever written.</summary>
    public const int MaxLength = 32;

    /// <summary>Writes a time in UTC, to the microsecond, and returns how many bytes it took: <c>2024-05-01T12:34:56.123456+00:00</c>.</summary>
    public static int FormatUtc(DateTimeOffset time, Span<byte> text) => Format(time.UtcDateTime, TimeSpan.Zero, text);

    /// <summary>Writes a time with the offset that it has, to the microsecond, and returns how many bytes it took.</summary>
    public static int FormatWithOffset(DateTimeOffset time, Span<byte> text) => Format(time.DateTime, time.Offset, text);

    private static int Format(DateTime clock, TimeSpan offset, Span<byte> text)
    {
        clock.Deconstruct(out var date, out var hours);
        Digits(text, date.Year, 4);
        text[4] = (byte)'-';
        Digits(text[5..], date.Month, 2);
        text[7] = (byte)'-';
        Digits(text[8..], date.Day, 2);
        text[10] = (byte)'T';
        Digits(text[11..], hours.Hour, 2);
        text[13] = (byte)':';
        Digits(text[14..], hours.Minute, 2);
        text[16] = (byte)':';
        Digits(text[17..], hours.Second, 2);
        var length = 19;
        var microseconds = (int)(clock.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        if (microseconds != 0)
        {
            text[length] = (byte)'.';
            Digits(text[(length + 1)..], microseconds, 6);
            length += 7;
        }

        var minutes = (int)(offset.Ticks / TimeSpan.TicksPerMinute);
        text[length] = (byte)(minutes < 0 ? '-' : '+');
        minutes = Math.Abs(minutes);
        Digits(text[(length + 1)..], minutes / 60, 2);
        text[length + 3] = (byte)':';
        Digits(text[(length + 4)..], minutes % 60, 2);
        return length + 6;
    }

    private static void Digits(Span<byte> text, int value, int count)
    {
        for (var place = count - 1; place >= 0; place--)
        {
            text[place] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
