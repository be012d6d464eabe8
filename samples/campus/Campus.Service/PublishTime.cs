using System.Globalization;
using Omnibus;

namespace Campus.Service;

/// <summary>
/// Travels with an event as an extension attribute and says when it was published, on the monotonic clock that all processes of one machine share.
/// The event's own time is when it happened, which may be long ago. Real services have tracing for this.
/// </summary>
public static class PublishTime
{
    private const string Name = "publishticks";

    /// <summary>The attributes of an event that is published now, beside those that it has.</summary>
    public static IReadOnlyDictionary<string, string> Stamp(TimeProvider time, IReadOnlyDictionary<string, string>? others = null) =>
        new Dictionary<string, string>(others ?? new Dictionary<string, string>())
        {
            [Name] = time.GetTimestamp().ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>How long ago the event was published; null where it does not say.</summary>
    public static TimeSpan? Since(EventMetadata metadata, TimeProvider time) =>
        metadata.Extensions.TryGetValue(Name, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var ticks)
            ? time.GetElapsedTime(ticks)
            : null;
}
