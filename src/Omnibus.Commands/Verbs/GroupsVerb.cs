using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Drivers;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus groups</c>.</summary>
internal static class GroupsVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var command = new Command("groups", "Lists the consumer groups with their members, positions and lag.");
        var group = new Option<string?>("--group") { Description = "Only this group, partition by partition.", HelpName = "G" };
        command.Add(group);
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var groups = session.Need<IGroupAdministrator>("list groups");
            var only = parsed.GetValue(group);
            var rows = await session.CallAsync(async () =>
            {
                var names = only is null ? await groups.ListGroupsAsync(cancellationToken).ConfigureAwait(false) : [only];
                var found = new List<GroupRow>();
                foreach (var name in names)
                {
                    if (await groups.DescribeGroupAsync(name, cancellationToken).ConfigureAwait(false) is { } description)
                    {
                        found.AddRange(RowsOf(session, description, only is not null));
                    }
                }

                return found;
            }).ConfigureAwait(false);
            if (only is not null && rows.Count == 0)
            {
                throw ToolException.Input($"There is no group '{only}' on '{session.Transport.Name}'. 'omnibus groups' lists those that there are.");
            }

            await Tables.WriteAsync(
                streams.Output,
                parsed.GetValue(options.Json),
                rows,
                ToolJson.Default.IReadOnlyListGroupRow,
                ["group", "topic", "partition", "position", "lag", "oldest unsettled", "members"],
                row =>
                [
                    row.Group, row.Topic, row.Partition?.ToString(CultureInfo.InvariantCulture) ?? "all", row.Position ?? "", row.Lag?.ToString(CultureInfo.InvariantCulture) ?? "?",
                    row.OldestUnsettled?.ToString("u", CultureInfo.InvariantCulture) ?? "", string.Join(", ", row.Members),
                ]).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>One row a partition, or one a topic.</summary>
    private static IEnumerable<GroupRow> RowsOf(BusSession session, GroupDescription group, bool each) => each
        ? group.Partitions.Select(partition => new GroupRow(
            group.Name,
            session.Configuration.ShortName(partition.Partition.Topic),
            partition.Partition.Partition,
            partition.Position.ToString(),
            partition.Lag,
            partition.OldestUnsettled,
            partition.Member is null ? [] : [partition.Member]))
        : group.Partitions.GroupBy(partition => partition.Partition.Topic).Select(topic => new GroupRow(
            group.Name,
            session.Configuration.ShortName(topic.Key),
            null,
            null,
            topic.Any(partition => partition.Lag is null) ? null : topic.Sum(partition => partition.Lag),
            topic.Min(partition => partition.OldestUnsettled),
            group.Members));
}

/// <summary>One line of <c>omnibus groups</c>.</summary>
internal sealed record GroupRow(
    string Group, string Topic, int? Partition, string? Position, long? Lag, DateTimeOffset? OldestUnsettled, IReadOnlyList<string> Members);
