using System.Globalization;
using Omnibus.Commands.Running;
using Omnibus.Drivers;

namespace Omnibus.Commands.Recovery;

/// <summary>Finds where a group is to go on, and whether it may be moved.</summary>
internal static class GroupPlaces
{
    /// <summary>A partition without prefix, for people.</summary>
    public static string Label(BusSession session, TopicPartition partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{session.Configuration.ShortName(partition.Topic)}[{partition.Partition}]");

    /// <exception cref="OmnibusException">The group has members, and that was not to be overcome.</exception>
    public static void RequireIdle(BusSession session, GroupDescription group, bool force)
    {
        if (group.Members.Count > 0 && !force)
        {
            throw Faults.GroupHasMembers(group.Name, session.Transport.Name, group.Members, mayForce: session.Transport.Transport is ILeaseStore);
        }
    }

    /// <summary>The position that a target means in one of <paramref name="count"/> partitions.</summary>
    /// <exception cref="ToolException">It means none there.</exception>
    public static async Task<Position> FindAsync(BusSession session, TopicPartition partition, StartPoint target, int count, CancellationToken cancellationToken)
    {
        if (target.Kind == StartKind.Time)
        {
            var index = session.Need<ITimeIndex>("find records by time: give a position, earliest or latest");
            return await session.CallAsync(async () => await index.FindAsync(partition, target.Time, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        var topics = session.Need<ITopicAdministrator>("describe topics");
        var description = await session.CallAsync(async () => await topics.DescribeAsync(partition.Topic, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        var label = Label(session, partition);
        if (description?.Partitions.FirstOrDefault(candidate => candidate.Partition == partition.Partition) is not { } found)
        {
            throw ToolException.Input($"There is no {label} any more.");
        }

        if (target.Kind != StartKind.Position)
        {
            return target.Kind == StartKind.Earliest ? found.First : found.End;
        }

        if (count > 1)
        {
            throw ToolException.Input("A position means something in one partition only. Say which with --topic and --partition.");
        }

        if (target.Position < found.First)
        {
            throw ToolException.Input($"Nothing is left at {target.Position} in {label}: the oldest record that is still there is at {found.First}. Say --to {found.First}, or --to earliest.");
        }

        return target.Position <= found.End ? target.Position
            : throw ToolException.Input($"{target.Position} lies behind the end of {label}, which is {found.End}. Say --to latest to begin with what comes next.");
    }
}
