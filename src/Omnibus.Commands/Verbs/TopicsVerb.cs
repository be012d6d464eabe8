using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Drivers;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus topics</c>.</summary>
internal static class TopicsVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var command = new Command("topics", "Lists the topics with their partitions and records.");
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var topics = session.Need<ITopicAdministrator>("list topics");
            var rows = await session.CallAsync(async () =>
            {
                var found = new List<TopicRow>();
                foreach (var name in await topics.ListAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (await topics.DescribeAsync(name, cancellationToken).ConfigureAwait(false) is { } topic)
                    {
                        var counts = topic.Partitions.Select(partition => partition.Count).ToList();
                        found.Add(new TopicRow(
                            session.Configuration.ShortName(name),
                            topic.Partitions.Count,
                            counts.Contains(null) ? null : counts.Sum(),
                            topic.Retention?.ToString("c", CultureInfo.InvariantCulture)));
                    }
                }

                return found;
            }).ConfigureAwait(false);
            await Tables.WriteAsync(
                streams.Output,
                parsed.GetValue(options.Json),
                rows,
                ToolJson.Default.IReadOnlyListTopicRow,
                ["topic", "partitions", "records", "retention"],
                row => [row.Topic, row.Partitions.ToString(CultureInfo.InvariantCulture), row.Records?.ToString(CultureInfo.InvariantCulture) ?? "?", row.Retention ?? ""])
                .ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary>One line of <c>omnibus topics</c>.</summary>
internal sealed record TopicRow(string Topic, int Partitions, long? Records, string? Retention);
