using Omnibus.Drivers;
using Omnibus.Memory.Grouping;

namespace Omnibus.Memory.Storing;

/// <summary>
/// What transports of one name share: topics, groups and schemas. Counts the transports, and frees everything with the last.
/// Locks are taken in one order: the store's gate, then a topic's.
/// </summary>
internal sealed class MemoryStore
{
    private static readonly Dictionary<string, MemoryStore> s_stores = new(StringComparer.Ordinal);
    private static readonly TimeSpan s_defaultRetention = TimeSpan.FromDays(14);

    private readonly SortedDictionary<string, StoredTopic> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TopicSchema>> _schemaUses = new(StringComparer.Ordinal);
    private int _users;

    private MemoryStore(string name) => Name = name;

    public string Name { get; }

    /// <summary>Guards the table of topics, the groups and the schemas.</summary>
    public Lock Gate { get; } = new();

    public GroupTable Groups { get; } = new();

    /// <summary>Schemas by the text of their marks.</summary>
    public Dictionary<string, string> Schemas { get; } = new(StringComparer.Ordinal);

    /// <summary>The schemas of a topic, in the order in which they came. Under <see cref="Gate"/>.</summary>
    public List<TopicSchema> SchemasOf(string topic)
    {
        if (!_schemaUses.TryGetValue(topic, out var uses))
        {
            _schemaUses[topic] = uses = [];
        }

        return uses;
    }

    /// <summary>The store of this name, made if it is not there, with one user more.</summary>
    public static MemoryStore Open(string name)
    {
        lock (s_stores)
        {
            if (!s_stores.TryGetValue(name, out var store))
            {
                s_stores[name] = store = new MemoryStore(name);
            }

            store._users++;
            return store;
        }
    }

    /// <summary>One user less; the last one takes everything along.</summary>
    public void Close()
    {
        lock (s_stores)
        {
            if (--_users > 0)
            {
                return;
            }

            s_stores.Remove(Name);
        }

        foreach (var topic in Topics())
        {
            topic.Remove();
        }
    }

    public IReadOnlyList<StoredTopic> Topics()
    {
        lock (Gate)
        {
            return [.. _topics.Values];
        }
    }

    public StoredTopic? Find(string topic)
    {
        lock (Gate)
        {
            return _topics.GetValueOrDefault(topic);
        }
    }

    public StoredTopic Topic(string topic) => Find(topic) ?? throw MemoryException.NoTopic(topic);

    public bool Create(TopicSpecification specification)
    {
        var partitions = specification.Partitions ?? MemoryFactory.DefaultPartitions;
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        lock (Gate)
        {
            return _topics.TryAdd(
                specification.Name, new StoredTopic(specification.Name, partitions, specification.Retention ?? s_defaultRetention));
        }
    }

    public bool Delete(string name)
    {
        StoredTopic? topic;
        lock (Gate)
        {
            if (!_topics.Remove(name, out topic))
            {
                return false;
            }

            Groups.Forget(name);
        }

        topic.Remove();
        return true;
    }

    /// <summary>Applies a topic's retention if that has not been done for a while.</summary>
    public void TrimNowAndThen(StoredTopic topic, DateTimeOffset now)
    {
        if (topic.IsTrimmingDue(now))
        {
            Trim(topic, now);
        }
    }

    /// <summary>
    /// Applies a topic's retention: removes what is too old, but nothing that a live group has not settled. A group that was not heard of
    /// for as long as records are kept is no longer live.
    /// </summary>
    public void Trim(StoredTopic topic, DateTimeOffset now)
    {
        var oldest = (now - topic.Retention).ToUnixTimeMilliseconds();
        lock (Gate)
        {
            lock (topic.Gate)
            {
                foreach (var partition in topic.Partitions)
                {
                    if (partition.OldestTime < oldest)
                    {
                        var needed = Groups.FirstNeeded(partition.Name, now - topic.Retention);
                        partition.Trim(Math.Min(needed, partition.Find(oldest)));
                    }
                }
            }
        }
    }
}
