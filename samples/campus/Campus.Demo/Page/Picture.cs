using Campus.Demo.Running;
using Campus.Events;

namespace Campus.Demo.Page;

/// <summary>What the page draws: the campus at one moment.</summary>
internal sealed record Picture(string Transport, long Published, IReadOnlyList<TopicPicture> Topics, IReadOnlyList<ServicePicture> Services)
{
    public static Picture Of(string transport, Services campus) => new(
        transport,
        campus.Stored.Values.Sum(),
        [.. new CampusEventCatalogue().Events
            .GroupBy(definition => definition.Topic!)
            .Select(topic => new TopicPicture(topic.Key, topic.Sum(definition => campus.Stored.GetValueOrDefault(definition.Type))))],
        [.. campus.Consumers.Select(state => new ServicePicture(
            state.Consumer.Service,
            state.Running,
            state.Handled,
            state.Expected,
            state.Lag,
            state.DeadLetters,
            state.Totals.Repeated,
            state.Totals.MedianMilliseconds,
            state.Totals.P99Milliseconds,
            state.Consumer.Events
                .GroupBy(definition => definition.Topic!)
                .ToDictionary(topic => topic.Key, topic => topic.Sum(definition => state.Totals.ByType.GetValueOrDefault(definition.Type)))))]);
}

/// <summary>A topic and how many events are stored in it.</summary>
internal sealed record TopicPicture(string Name, long Published);

/// <summary>A service that consumes. <paramref name="ByTopic"/>: what it has handled of each topic that it reads.</summary>
internal sealed record ServicePicture(
    string Name, bool Running, long Handled, long Expected, long? Lag, long DeadLetters, long Repeated, double? P50, double? P99, IReadOnlyDictionary<string, long> ByTopic);
