using Campus.Service;
using Omnibus.Drivers;

namespace Campus.Demo.Running;

/// <summary>Asks the broker about the topics and groups of the campus.</summary>
internal sealed class Observer(Broker broker)
{
    /// <summary>How many records a topic has; 0 where there is none yet.</summary>
    public async Task<long> CountAsync(string topic, CancellationToken cancellationToken)
    {
        var description = await broker.Topics.DescribeAsync(broker.FullName(topic), cancellationToken);
        return description?.Partitions.Sum(partition => partition.Count ?? (long)(partition.End.Low - partition.First.Low)) ?? 0;
    }

    /// <summary>How it stands with a consumer.</summary>
    public async Task<ConsumerState> LookAsync(
        Consumer consumer, bool running, TotalsSnapshot totals, long expected, CancellationToken cancellationToken)
    {
        var name = broker.GroupOf(consumer);
        var group = await broker.Groups.DescribeGroupAsync(name, cancellationToken);
        var ours = consumer.Topics.Select(broker.FullName).ToHashSet();
        var partitions = group?.Partitions.Where(partition => ours.Contains(partition.Partition.Topic)).ToList() ?? [];
        var deadLetters = 0L;
        foreach (var topic in consumer.Topics)
        {
            deadLetters += await CountAsync($"{topic}.{name}.dead-letter", cancellationToken);
        }

        return new ConsumerState(consumer, running, totals, expected, LagOf(partitions), deadLetters, Ready: IsReady());

        bool IsReady() => group is { Members.Count: > 0 } && ours.SetEquals(partitions.Select(partition => partition.Partition.Topic));
    }

    private static long? LagOf(List<GroupPartition> partitions) =>
        partitions.Any(partition => partition.Lag is null) ? null : partitions.Sum(partition => partition.Lag);
}
