using Omnibus.Consuming;

namespace Omnibus.Configuration;

/// <summary>Checks that every consumer has handlers, that every handler can be made, and that events can reach it.</summary>
internal sealed class HandlerCheck(BusRegistrations registrations, EventTopics eventTopics, Func<Type, bool> hasService)
{
    private const string Topics = "Topics";

    public void Check(ConsumerDraft draft, ConfigurationProblems problems)
    {
        if (draft.Registration.Handlers.Count == 0)
        {
            problems.Add(draft.Options.Path, $"this consumer has no handlers. Add one with Consumer(\"{draft.Consumer.Name}\").Handle, or do not register it.");
        }

        foreach (var handler in draft.Registration.Handlers)
        {
            if (handler.Service is { } service && !hasService(service))
            {
                problems.Add(draft.Options.Path, $"{Describe(handler)} needs the service {service.FullName}, which is not registered. Register it.");
            }

            if (draft.Transport is not null && WhyNotFed(handler, draft) is { } why)
            {
                draft.Options.Problem(Topics, why);
            }
        }
    }

    /// <summary>Checks the handlers that run where events are published.</summary>
    public static void CheckLocal(IEnumerable<HandlerRegistration> handlers, Func<Type, bool> hasService, ConfigurationProblems problems)
    {
        foreach (var handler in handlers)
        {
            if (handler.Service is { } service && !hasService(service))
            {
                problems.Add("HandleLocally", $"{Describe(handler)} needs the service {service.FullName}, which is not registered. Register it.");
            }
        }
    }

    private string? WhyNotFed(HandlerRegistration handler, ConsumerDraft draft)
    {
        if (handler.Definition.InProcessOnly)
        {
            return $"{Describe(handler)} gets no event: '{handler.Definition.Type}' is in-process only and comes from no bus. Register the handler with HandleLocally.";
        }

        var own = eventTopics.Of(handler.Definition, draft.Consumer.Transport);
        if (!draft.NamesTopics)
        {
            return own.Count > 0
                ? null
                : $"is not set, and no topic of '{handler.Definition.Type}' on {draft.Transport} is known, so that {Describe(handler)} gets no event. Set Topics.";
        }

        if (own.Count == 0 || own.Any(draft.Consumer.Topics.Contains))
        {
            return null;
        }

        // Another service may send this event to any topic. Only where all topics of the list are known to carry something else is it surely a mistake.
        var accountedFor = registrations.Events.Values.SelectMany(definition => eventTopics.Of(definition, draft.Consumer.Transport)).ToHashSet();
        return draft.Consumer.Topics.All(accountedFor.Contains)
            ? $"{Describe(handler)} gets no event: '{handler.Definition.Type}' travels on '{string.Join("', '", own)}'. Add that to Topics, or name its topic in an entry of Omnibus:Publish."
            : null;
    }

    private static string Describe(HandlerRegistration handler) => $"the handler {handler.Name} of '{handler.Definition.Type}'";
}
