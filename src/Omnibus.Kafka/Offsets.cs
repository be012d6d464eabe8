using Confluent.Kafka;
using Omnibus.Drivers;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka;

/// <summary>Between positions and offsets.</summary>
internal static class Offsets
{
    /// <summary>The offset where reading begins; one behind where the position is inside or after a record.</summary>
    public static long ToOffset(this Position position) => checked((long)position.Low + (position.Index > 0 ? 1 : 0));

    /// <summary>The offset that a group goes on with, once <paramref name="settlement"/> is made.</summary>
    public static TopicPartitionOffset ToCommit(this Settlement settlement) =>
        new(settlement.Partition.Topic, settlement.Partition.Partition, checked((long)settlement.Position.Low + 1));

    public static TopicPartition ToDrivers(this Confluent.Kafka.TopicPartition partition) => new(partition.Topic, partition.Partition.Value);

    public static Confluent.Kafka.TopicPartition ToClient(this TopicPartition partition) => new(partition.Topic, partition.Partition);
}
