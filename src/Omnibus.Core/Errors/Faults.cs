using Omnibus.Drivers;

namespace Omnibus;

/// <summary>The one place where <see cref="OmnibusException"/> is made. Each message says what happened, where, and what to do.</summary>
internal static class Faults
{
    public static OmnibusException NoRoute(string eventType) => new(
        FaultCode.NoRoute,
        $"No route for '{eventType}'. Add an entry with this Event under Omnibus:Publish, or set Omnibus:ImplicitRoutes to true.");

    public static OmnibusException ImplicitRoute(string eventType, string problem) => new(
        FaultCode.Invalid, $"The event '{eventType}' has no entry in Omnibus:Publish and cannot do without: {problem}");

    public static OmnibusException Configuration(IReadOnlyList<string> problems) => new(
        FaultCode.Invalid,
        "The bus is configured wrongly and does not start:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}")))
    {
        Problems = problems,
    };

    public static OmnibusException TwoEventsOfOneType(string eventType, Type first, Type second) => new(
        FaultCode.Invalid,
        $"Two .NET types are the event '{eventType}': {first.FullName} and {second.FullName}. Give one of them another type.");

    public static OmnibusException Undecodable(string eventType, string topic, EventDataException inner) => new(
        FaultCode.Undecodable, $"A record of '{eventType}' on '{topic}' cannot be decoded. {inner.Message}", inner) { Topic = topic };

    public static OmnibusException CannotEncode(string eventType, EventDataException inner) => new(
        FaultCode.Invalid, $"The event '{eventType}' cannot be written. {inner.Message}", inner);
}
