using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Commands.Running;

/// <summary>Reads <c>--from</c>.</summary>
internal static class StartText
{
    public static StartPoint Parse(BusSession session, string? text, StartPoint otherwise)
    {
        if (text is null)
        {
            return otherwise;
        }

        if (text.Equals("earliest", StringComparison.OrdinalIgnoreCase))
        {
            return StartPoint.Earliest;
        }

        if (text.Equals("latest", StringComparison.OrdinalIgnoreCase))
        {
            return StartPoint.Latest;
        }

        if (Position.TryParse(text, out var position))
        {
            return StartPoint.From(position);
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw ToolException.Usage($"--from {text}: write earliest, latest, a time such as 2026-01-31T08:00:00Z, or a position.");
        }

        return session.Transport.Info.Has<ITimeIndex>()
            ? StartPoint.At(time)
            : throw ToolException.Unable(session.Transport.Name, "find records by time: give a position");
    }
}
