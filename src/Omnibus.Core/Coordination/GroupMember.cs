using System.Collections.Frozen;

namespace Omnibus.Coordinating;

/// <summary>
/// A member of a group and the topics that it reads: nobody is given a partition that it does not read. A membership's owner is the list of
/// these topics, since its name says already whose it is.
/// </summary>
internal sealed class GroupMember
{
    // No transport takes a topic name with a control character.
    private const char Separator = '\n';

    private readonly FrozenSet<string> _topics;

    public GroupMember(string name, IEnumerable<string> topics)
        : this(name, string.Join(Separator, topics.Order(StringComparer.Ordinal)))
    {
    }

    public GroupMember(string name, string topics) =>
        (Name, TopicList, _topics) = (name, topics, topics.Split(Separator).ToFrozenSet(StringComparer.Ordinal));

    private GroupMember(string name, GroupMember alike) => (Name, TopicList, _topics) = (name, alike.TopicList, alike._topics);

    public string Name { get; }

    /// <summary>The topics as one text: the owner of the membership.</summary>
    public string TopicList { get; }

    public bool Reads(string topic) => _topics.Contains(topic);

    /// <summary>Another member of the group. Nearly always it reads what we read.</summary>
    public GroupMember Other(string name, string topicList) => topicList == TopicList ? new(name, this) : new(name, topicList);
}
