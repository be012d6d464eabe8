using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Reads where a new group begins: <c>Earliest</c>, <c>Latest</c>, a time or a position.</summary>
internal static class StartPointReader
{
    private static readonly string[] s_times =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <summary>What <paramref name="text"/> means; null where it means nothing. A time without an offset is UTC.</summary>
    public static StartPoint? Read(string text)
    {
        if (string.Equals(text, nameof(StartPoint.Earliest), StringComparison.OrdinalIgnoreCase))
        {
            return StartPoint.Earliest;
        }

        if (string.Equals(text, nameof(StartPoint.Latest), StringComparison.OrdinalIgnoreCase))
        {
            return StartPoint.Latest;
        }

        if (DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return StartPoint.At(time);
        }

        return Position.TryParse(text, out var position) ? StartPoint.From(position) : null;
    }
}
