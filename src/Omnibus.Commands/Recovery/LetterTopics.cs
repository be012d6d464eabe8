using Omnibus.Commands.Running;
using Omnibus.Drivers;
using Omnibus.Pipeline;
using Omnibus.Recovery;

namespace Omnibus.Commands.Recovery;

/// <summary>Finds the topics of dead letters that an operator means.</summary>
internal static class LetterTopics
{
    public static async Task<IReadOnlyList<DeadLetterLog>> FindAsync(BusSession session, string? group, string? topic, CancellationToken cancellationToken)
    {
        if (group is not null && topic is not null)
        {
            return [LogOf(session, topic, group)];
        }

        var topics = session.Need<ITopicAdministrator>("list topics: name one with --topic, and its group with --group");
        var all = await session.CallAsync(async () => await topics.ListAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        var found = new List<DeadLetterLog>();
        foreach (var name in all.Where(session.Configuration.IsOurs).Select(session.Configuration.ShortName).Where(GroupTopics.HasLetters))
        {
            (string Topic, string Group) place = group is null ? await OriginAsync(session, name, cancellationToken).ConfigureAwait(false)
                : GroupTopics.SourceOfLetters(name, group) is { } source ? (source, group)
                : default;
            if (place.Topic is not null && (topic is null || place.Topic == topic))
            {
                found.Add(LogOf(session, place.Topic, place.Group));
            }
        }

        return found;
    }

    private static DeadLetterLog LogOf(BusSession session, string topic, string group) => new(session.Runtime, session.Transport, topic, group);

    /// <summary>Names of topics and groups have dots, so that the name of their letters does not say where one ends: the letters do.</summary>
    private static async Task<(string Topic, string Group)> OriginAsync(BusSession session, string name, CancellationToken cancellationToken)
    {
        (string Topic, string Group) origin = default;
        await WholeTopic.ReadAsync(
            session.Transport,
            session.Configuration.FullName(name),
            delivery =>
            {
                if (DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Group) is { } group && GroupTopics.SourceOfLetters(name, group) is { } topic)
                {
                    origin = (topic, group);
                }

                return new(origin.Topic is null);
            },
            cancellationToken).ConfigureAwait(false);
        return origin;
    }
}
