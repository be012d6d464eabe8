using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination;

/// <summary>The topics beside the leases.</summary>
internal sealed partial class StrictLeaseStore : ITopicAdministrator
{
    private readonly Dictionary<string, int> _topics = [];

    public IReadOnlyList<TopicPartition> Partitions =>
        Locked(() => _topics.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(number => new TopicPartition(topic.Key, number))).ToList());

    /// <summary>Makes a topic, or lets it grow.</summary>
    public void Topic(string name, int partitions) => Locked(() => _topics[name] = partitions);

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        new(DoAsync($"describe {topic}", () => _topics.TryGetValue(topic, out var count)
            ? new TopicDescription(topic, [.. Enumerable.Range(0, count).Select(number => new PartitionDescription(number, default, default, null))])
            : null, cancellationToken));
}
