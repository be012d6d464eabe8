using System.CommandLine;
using Omnibus.Commands.Auditing;
using Omnibus.Commands.Recovery;
using Omnibus.Commands.Running;
using Omnibus.Recovery;

namespace Omnibus.Commands.Verbs;

/// <summary><c>omnibus skip</c>: makes a dead letter of the one record that a group would go on with.</summary>
internal static class SkipVerb
{
    public static Command Create(BusOptions options, Streams streams)
    {
        var places = new PlaceOptions();
        var command = new Command("skip", "Has a consumer group pass over the record that it would go on with, which becomes a dead letter.");
        places.AddTo(command);
        command.Does(options, streams, async (session, parsed, cancellationToken) =>
        {
            var who = Audit.NewOperator();
            var group = parsed.GetRequiredValue(places.Group);
            var force = parsed.GetValue(places.Force);
            var control = new GroupControl(session.Transport, group, who);
            var description = await control.DescribeAsync(cancellationToken).ConfigureAwait(false);
            var waiting = places.Choose(session, parsed, description).Where(static place => place.Lag != 0).ToList();
            GroupPlaces.RequireIdle(session, description, force);
            if (waiting.Count > 1)
            {
                var those = string.Join(", ", waiting.Select(place => $"{GroupPlaces.Label(session, place.Partition)} at {place.Position}"));
                throw ToolException.Input($"Group '{group}' has something left in {waiting.Count} partitions: {those}. Say which one with --topic and --partition.");
            }

            if (waiting.Count == 0)
            {
                await streams.Error.WriteLineAsync($"Nothing to skip: group '{group}' has settled everything there.").ConfigureAwait(false);
                return ExitCode.Done;
            }

            var place = waiting[0];
            if (force)
            {
                // Its members give up what they hold, so that the record is not settled behind our back while it is buried.
                await control.MoveAsync(place.Partition, place.Position, force, cancellationToken).ConfigureAwait(false);
            }

            var letters = GroupTopics.LettersOf(GroupTopics.SourceOfRedrive(session.Configuration.ShortName(place.Partition.Topic), group), group);
            var label = GroupPlaces.Label(session, place.Partition);
            if (await SkippedRecord.BuryAsync(session.Runtime, session.Transport, group, place.Partition, place.Position, cancellationToken).ConfigureAwait(false) is not { } skipped)
            {
                await streams.Error.WriteLineAsync($"Nothing to skip: there is no record in {label} at {place.Position} or behind it.").ConfigureAwait(false);
                return ExitCode.Done;
            }

            await control.MoveAsync(place.Partition, skipped.Next, force, CancellationToken.None).ConfigureAwait(false);
            session.Audit.RecordSkipped(who, group, session.Transport.Name, label, skipped.ToString(), letters, force);
            await streams.Error.WriteLineAsync($"Skipped {label} at {skipped}. It is a dead letter now: 'omnibus dead-letters show --group {group} --reason {SkippedRecord.Reason}'.").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
