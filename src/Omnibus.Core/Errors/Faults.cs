using Omnibus.Drivers;

namespace Omnibus;

/// <summary>The one place where <see cref="OmnibusException"/> is made. Each message says what happened, where, and what to do.</summary>
internal static class Faults
{
    public static OmnibusException NoRoute(string eventType) => new(
        FaultCode.NoRoute,
        $"No route for '{eventType}'. Add an entry with this Event under Omnibus:Publish, or set Omnibus:ImplicitRoutes to true.");

    public static OmnibusException InProcessOnly(string eventType) => new(
        FaultCode.Invalid, $"The event '{eventType}' is in-process only: it has no form in which it could travel. Publish another event that says what others need.");

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

    public static OmnibusException HandlerNotMade(string handler, string consumer, Exception inner) => new(
        FaultCode.HandlerFailed,
        $"The handler {handler} of consumer '{consumer}' is a singleton and cannot be made ({inner.GetType().Name}): the bus does not start. Mend its constructor or what it needs.",
        inner);

    public static OmnibusException Undecodable(string eventType, string topic, EventDataException inner) => new(
        FaultCode.Undecodable, $"A record of '{eventType}' on '{topic}' cannot be decoded. {inner.Message}", inner) { Topic = topic };

    public static OmnibusException CannotEncode(string eventType, EventDataException inner) => new(
        FaultCode.Invalid, $"The event '{eventType}' cannot be written. {inner.Message}", inner);

    public static OmnibusException NotPublished(IReadOnlyList<RouteOutcome> outcomes, Exception? inner)
    {
        var failed = outcomes.Where(outcome => outcome.State != RouteState.Stored).ToList();
        var first = failed[0];
        var code = first.Code ?? FaultCode.Unknown;
        var message = $"{failed.Count} of {outcomes.Count} not stored: route '{first.Route}' to '{first.Topic}' on '{first.Transport}' is {first.State} ({code})."
            + (failed.Exists(outcome => outcome.State == RouteState.Unknown)
                ? " The broker may have the event: publishing it again may store it twice."
                : " Nothing was sent: publishing it again is safe.");
        return new OmnibusException(code, message, inner) { Transport = first.Transport, Topic = first.Topic, Routes = outcomes };
    }

    public static OmnibusException SchemaNotRegistered(SchemaRegistration schema, string transport, FaultCode code, Exception inner) => new(
        code,
        code is FaultCode.InvalidArgument or FaultCode.AlreadyExists
            ? $"The schema store of transport '{transport}' refuses the schema of {schema.RecordName} for topic '{schema.Topic}': {inner.Message}"
            : $"The schema of {schema.RecordName} for topic '{schema.Topic}' cannot be registered at transport '{transport}' ({code}): {inner.Message}",
        inner) { Transport = transport };

    public static OmnibusException SchemasNotInTime() => new(
        FaultCode.Unavailable, "Other events of this type wait for their schema to be registered, and used up the time.");

    public static OmnibusException SchemasNotRegistered(string eventType, IReadOnlyList<RouteOutcome> outcomes, OmnibusException inner) => new(
        inner.Code, $"'{eventType}' was not published. {inner.Message} Nothing was sent: publishing it again is safe.", inner)
    {
        Transport = outcomes[0].Transport,
        Topic = outcomes[0].Topic,
        Routes = outcomes,
    };

    public static OmnibusException TopicMissing(string topic) => new(
        FaultCode.NotFound,
        $"Topic '{topic}' does not exist and Omnibus:Topics:{topic}:Create is false. Create it at the broker, or set Create to true.") { Topic = topic };

    public static OmnibusException OtherPartitions(string topic, int wanted, int existing) => new(
        FaultCode.Misconfigured,
        $"Omnibus:Topics:{topic}:Partitions is {wanted}, but topic '{topic}' has {existing}. Partitions are fixed when a topic is made: set {existing}, or use another topic.")
    {
        Topic = topic,
    };

    public static OmnibusException ConsumerEnded(string consumer, string transport, FaultCode code, string? problem, Exception? inner) => new(
        code, problem ?? $"Consumer '{consumer}' ended.", inner) { Transport = transport };

    public static OmnibusException TopicUnusable(string topic, string transport, FaultCode code, Exception inner) => new(
        code, $"Topic '{topic}' on transport '{transport}' cannot be used ({code}): {inner.Message}", inner) { Transport = transport, Topic = topic };

    public static OmnibusException TopicNotRead(string topic, string transport) => new(
        FaultCode.Unavailable,
        $"Topic '{topic}' on transport '{transport}' could not be read to its end: nothing came for a while. Nothing more was done; try again.")
    {
        Transport = transport,
        Topic = topic,
    };

    public static OmnibusException Unable(string transport, string what) => new(
        FaultCode.Unsupported, $"Transport '{transport}' cannot {what}.") { Transport = transport };

    public static OmnibusException AnotherOperator(string topic, string who, string action, DateTimeOffset began) => new(
        FaultCode.Fenced,
        $"'{who}' began to {action} dead letters of '{topic}' at {began:u} and has not ended. Nothing was done. Wait for it; if it was cut off, say --take-over.")
    {
        Topic = topic,
    };

    public static OmnibusException NoGroup(string group, string transport) => new(
        FaultCode.NotFound, $"There is no group '{group}' on '{transport}'. 'omnibus groups' lists those that there are.") { Transport = transport };

    public static OmnibusException GroupUnusable(string group, string transport, FaultCode code, Exception inner) => new(
        code, $"Group '{group}' on transport '{transport}' cannot be looked at or moved ({code}): {inner.Message}", inner) { Transport = transport };

    public static OmnibusException GroupHasMembers(string group, string transport, IReadOnlyList<string> members, bool mayForce) => new(
        FaultCode.InvalidArgument,
        $"Group '{group}' on transport '{transport}' has members: {string.Join(", ", members)}. Nothing was changed. Stop them"
        + (mayForce ? ", or say --force: they lose what they hold, and what they were handling is delivered again." : "; they cannot be overcome here."))
    {
        Transport = transport,
    };

    public static OmnibusException Unusable(string transport, FaultCode code, Exception inner) => new(
        code, $"Transport '{transport}' cannot be used ({code}): {inner.Message}", inner) { Transport = transport };
}
