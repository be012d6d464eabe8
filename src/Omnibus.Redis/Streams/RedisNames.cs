using System.Globalization;
using Omnibus.Drivers;
using StackExchange.Redis;

namespace Omnibus.Redis.Streams;

/// <summary>
/// The keys and fields that this transport uses. Braces are Redis Cluster's hash tags: everything about a topic lives in one slot, so that one
/// script may touch it. Topic names have no braces, so nothing here can be a topic.
/// </summary>
internal static class RedisNames
{
    /// <summary>
    /// The consumer in whose name pending entries wait for a reader: those of an existing group that was taken over, and those that consumers who
    /// share gave back.
    /// </summary>
    public const string Claimer = "omnibus";

    /// <summary>The field of the facts that holds the number of partitions.</summary>
    public const string Partitions = "partitions";

    /// <summary>The field of the facts that holds for how many milliseconds entries are kept.</summary>
    public const string Retention = "retention";

    /// <summary>Before the topic in a field of <see cref="Group"/>.</summary>
    public const string TopicField = "topic:";

    /// <summary>Before the member in a field of <see cref="Group"/>.</summary>
    public const string MemberField = "member:";

    /// <summary>The names that topics may have: those that Python and Kafka like, and the colon that Redis users like.</summary>
    public static TopicNames Rule { get; } = new(512) { Punctuation = "._-:/" };

    /// <summary>The stream of a partition: the first has the topic's own name, where Python looks.</summary>
    public static RedisKey Stream(string topic, int partition) =>
        partition == 0 ? topic : string.Create(CultureInfo.InvariantCulture, $"{{{topic}}}:{partition}");

    /// <summary>The streams of all partitions, in order.</summary>
    public static RedisKey[] Streams(string topic, int partitions) =>
        [.. Enumerable.Range(0, partitions).Select(partition => Stream(topic, partition))];

    /// <summary>A hash of what was fixed when the topic was made.</summary>
    public static RedisKey Facts(string topic) => $"omnibus:{{{topic}}}";

    /// <summary>Which call of a producer was stored last, so that the next one can ask for it; short-lived.</summary>
    public static RedisKey Place(string topic, int partition, string producer) =>
        string.Create(CultureInfo.InvariantCulture, $"omnibus:{{{topic}}}:sending:{partition}:{producer}");

    /// <summary>A hash of the leases of a group on a topic: partition → lease.</summary>
    public static RedisKey Leases(string topic, string group) => BeforeLeases(topic) + group;

    /// <summary>What stands before the group in <see cref="Leases"/>.</summary>
    public static string BeforeLeases(string topic) => $"omnibus:{{{topic}}}:leases:";

    /// <summary>A hash of every schema's text by its mark.</summary>
    public static RedisKey Schemas { get; } = "omnibus:{schemas}";

    /// <summary>A hash of the schemas that are used on a topic: role, record name and mark → their number, from 1.</summary>
    public static RedisKey SchemasOf(string topic) => $"omnibus:{{{topic}}}:schemas";

    /// <summary>A hash of what belongs to a group and to no topic: the topics that it reads, and the leases of its members.</summary>
    public static RedisKey Group(string group) => "omnibus:group:" + group;
}
