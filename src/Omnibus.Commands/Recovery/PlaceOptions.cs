using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Running;
using Omnibus.Drivers;
using Omnibus.Recovery;

namespace Omnibus.Commands.Recovery;

/// <summary>The options by which an operator says which positions of a group are meant.</summary>
internal sealed class PlaceOptions
{
    public Option<string> Group { get; } = new("--group") { Description = "The consumer group.", HelpName = "G", Required = true };

    public Option<string?> Topic { get; } = new("--topic") { Description = "Only in this topic.", HelpName = "X" };

    public Option<int?> Partition { get; } = new("--partition") { Description = "Only in this partition.", HelpName = "N" };

    public Option<bool> Force { get; } = new("--force")
    {
        Description = "Also where the group has members: they lose what they hold, and what they were handling is delivered again.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Group, Topic, Partition, Force])
        {
            command.Add(option);
        }
    }

    /// <summary>The places that are meant. What was redriven is only meant where it is named.</summary>
    public IReadOnlyList<GroupPartition> Choose(BusSession session, ParseResult parsed, GroupDescription group)
    {
        var topic = parsed.GetValue(Topic);
        var partition = parsed.GetValue(Partition);
        List<GroupPartition> chosen =
        [
            .. group.Partitions.Where(place => NameOf(session, place) is var name
                && (topic is null ? !GroupTopics.IsDerived(name) : name == topic)
                && (partition is null || place.Partition.Partition == partition)),
        ];
        if (chosen.Count > 0)
        {
            return chosen;
        }

        var has = string.Join(", ", group.Partitions.Select(place => NameOf(session, place)).Distinct(StringComparer.Ordinal));
        throw ToolException.Input(string.Create(
            CultureInfo.InvariantCulture, $"Group '{group.Name}' has no position in {topic ?? "any topic"}{(partition is null ? "" : $"[{partition}]")}. It reads {(has.Length == 0 ? "nothing" : has)}."));
    }

    private static string NameOf(BusSession session, GroupPartition place) => session.Configuration.ShortName(place.Partition.Topic);
}
