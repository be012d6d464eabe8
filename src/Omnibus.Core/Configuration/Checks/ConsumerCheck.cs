using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Checks a consumer against the facts of its transport: what it asks for must be possible there.</summary>
internal sealed class ConsumerCheck(TopicRules topics, EventTopics eventTopics)
{
    private const string Ordering = "Ordering";

    public void Check(ConsumerDraft draft)
    {
        if (draft.Transport is not { } transport)
        {
            return;
        }

        CheckTopics(draft, transport);
        CheckStart(draft, transport);
        CheckOrdering(draft, transport);
    }

    private void CheckTopics(ConsumerDraft draft, TransportEntry transport)
    {
        foreach (var topic in draft.Consumer.Topics)
        {
            if (topics.Check(draft.Options.PathOf("Topics"), topic, transport))
            {
                topics.CheckDerived(draft.Options.PathOf("Group"), topic, draft.Consumer.Group, transport);
            }
        }
    }

    private static void CheckStart(ConsumerDraft draft, TransportEntry transport)
    {
        if (draft.Consumer.Start.Kind == StartKind.Time && !transport.Factory.Info.Has<ITimeIndex>())
        {
            draft.Options.Problem("Start", $"is a time, and {transport} cannot find positions by time. Write Earliest, Latest or a position, or use another transport.");
        }
    }

    private void CheckOrdering(ConsumerDraft draft, TransportEntry transport)
    {
        var ordering = draft.Consumer.Ordering;
        if (draft.Consumer.Coordination == Drivers.Coordination.None)
        {
            draft.Options.Problem(Ordering, transport.Factory.Info.Coordination.HasFlag(Drivers.Coordination.Shared)
                ? $"{transport} cannot keep an order by {ordering}: its consumers share single records. Set it to None, or use another transport."
                : $"{transport} cannot be consumed in a group. Use another transport.");
        }

        if (ordering == Omnibus.Ordering.Key)
        {
            foreach (var definition in draft.Events.Where(definition => !eventTopics.HasKey(definition)))
            {
                draft.Options.Problem(
                    Ordering,
                    $"is Key, and '{definition.Type}' has no key. Give it one with Key in its [Event] or in an entry of Omnibus:Publish, or set Ordering to Partition.");
            }
        }
    }
}
