namespace Omnibus.Drivers;

/// <summary>One ordered part of a topic.</summary>
/// <param name="Topic">The topic's full name, with any prefix.</param>
/// <param name="Partition">The partition's number, from 0.</param>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <summary><c>topic[partition]</c>.</summary>
    public override string ToString() => $"{Topic}[{Partition}]";
}
