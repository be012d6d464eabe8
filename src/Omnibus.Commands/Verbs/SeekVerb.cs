using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Auditing;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Recovery;
using Omnibus.Commands.Running;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Recovery;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus seek</c>: has a group go on somewhere else.</summary>
internal static class SeekVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var places = new PlaceOptions();
        var to = new Option<string>("--to")
        {
            Description = "Where it goes on: earliest, latest, a time, or a position as 'groups --group G' shows them.", HelpName = "earliest|latest|TIME|POSITION", Required = true,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only shows what would be moved." };
        var command = new Command("seek", "Has a consumer group go on at a time or a position, forwards or back.") { to, dryRun };
        places.AddTo(command);
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var who = Audit.NewOperator();
            var group = parsed.GetRequiredValue(places.Group);
            var (force, dry) = (parsed.GetValue(places.Force), parsed.GetValue(dryRun));
            var control = new GroupControl(session.Transport, group, who);
            var target = StartPointReader.Read(parsed.GetRequiredValue(to))
                ?? throw ToolException.Usage($"--to {parsed.GetValue(to)}: write earliest, latest, a time such as 2026-01-31T08:00:00Z, or a position.");
            var description = await control.DescribeAsync(cancellationToken).ConfigureAwait(false);
            var chosen = places.Choose(session, parsed, description);
            if (!dry)
            {
                GroupPlaces.RequireIdle(session, description, force);
            }

            // Every target is found before anything is moved: a wrong one moves nothing.
            var rows = new List<SeekRow>();
            foreach (var place in chosen)
            {
                var position = await GroupPlaces.FindAsync(session, place.Partition, target, chosen.Count, cancellationToken).ConfigureAwait(false);
                rows.Add(new SeekRow(session.Configuration.ShortName(place.Partition.Topic), place.Partition.Partition, place.Position.ToString(), position.ToString()) { Place = (place.Partition, position) });
            }

            foreach (var row in dry ? [] : rows)
            {
                await control.MoveAsync(row.Place.Partition, row.Place.Position, force, cancellationToken).ConfigureAwait(false);
                session.Audit.GroupMoved(who, group, session.Transport.Name, GroupPlaces.Label(session, row.Place.Partition), row.From, row.To, force);
            }

            await Tables.WriteAsync(
                streams.Output,
                parsed.GetValue(options.Json),
                rows,
                ToolJson.Default.IReadOnlyListSeekRow,
                ["topic", "partition", "from", "to"],
                static row => [row.Topic, row.Partition.ToString(CultureInfo.InvariantCulture), row.From, row.To]).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary>One line of <c>omnibus seek</c>.</summary>
internal sealed record SeekRow(string Topic, int Partition, string From, string To)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public (TopicPartition Partition, Position Position) Place { get; init; }
}
