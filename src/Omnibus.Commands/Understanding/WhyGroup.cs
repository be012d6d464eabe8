using System.Globalization;
using Omnibus.Commands.Running;
using Omnibus.Drivers;
using Omnibus.Recovery;

namespace Omnibus.Commands.Understanding;

/// <summary>Looks at one group: whether it has the event behind it, before it, or in hand.</summary>
internal sealed class WhyGroup(WholeConfiguration whole, BusSession session, string type, WhyRecord record, List<string> passed)
{
    public async Task LookAsync(GroupDescription group, CancellationToken cancellationToken)
    {
        var topic = session.Configuration.ShortName(record.Place.Topic);
        if (await FindLetterAsync(topic, group.Name, cancellationToken).ConfigureAwait(false) is { } letter)
        {
            throw new WhyFoundException(
                WhyCause.DeadLettered,
                string.Create(CultureInfo.InvariantCulture, $"Group '{group.Name}' gave up on it at {letter.Time:u}: {letter.Reason} {letter.Handler} {letter.Exception}, {letter.Attempts} attempts."),
                $"Mend the cause, then: omnibus dead-letters redrive --group {group.Name} --id {letter.Id}");
        }

        var place = group.Partitions.FirstOrDefault(candidate => candidate.Partition == record.Place);
        if (place is null || place.Position > record.Position)
        {
            LookBehind(group, topic, place);
            return;
        }

        LookAhead(group, topic, place);
    }

    private void LookBehind(GroupDescription group, string topic, GroupPartition? place)
    {
        var consumer = whole.Bus.Consumers.FirstOrDefault(candidate => candidate.Group == group.Name);
        if (consumer is not null && whole.KnowsHandlers && whole.Registrations.ConsumerOf(consumer.Name).Handlers.All(handler => handler.Definition.Type != type))
        {
            throw new WhyFoundException(
                WhyCause.NoHandler,
                $"Group '{group.Name}' passed it over: consumer '{consumer.Name}' has no handler for '{type}' ({nameof(consumer.OnUnhandled)}: {consumer.OnUnhandled}).",
                $"Add one with Consumer(\"{consumer.Name}\").Handle, deploy, and have the group go back: omnibus seek --group {group.Name} --topic {topic} --partition {Number(record.Place.Partition)} --to {record.Position}");
        }

        var back = $"To have it handled again: omnibus seek --group {group.Name} --topic {topic} --partition {Number(record.Place.Partition)} --to {record.Position}";
        if (consumer is { Start.Kind: StartKind.Latest } || (consumer is { Start.Kind: StartKind.Time } && record.StoredAt < consumer.Start.Time))
        {
            throw new WhyFoundException(
                WhyCause.StartedLater,
                $"Group '{group.Name}' is past it and begins {(consumer.Start.Kind == StartKind.Latest ? "with what is stored after it began" : $"with what was stored at {consumer.Start.Time:u} or later")}: it began after the event, unless it handled it.",
                back);
        }

        throw new WhyFoundException(
            WhyCause.PositionBeyond,
            $"Group '{group.Name}' is past it: it goes on at {place?.Position.ToString() ?? "a later one"} and the event is at {record.Position}. It was handled, or the group has no handler for it, began after it, or was moved (audit lines of seek and skip).",
            back);
    }

    private void LookAhead(GroupDescription group, string topic, GroupPartition place)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"{topic}[{record.Place.Partition}]");
        if (group.Members.Count == 0)
        {
            throw new WhyFoundException(
                WhyCause.NoMember, $"Group '{group.Name}' has it before it, and has no members: nobody of it runs.", "Start the service, and look whether it is healthy.");
        }

        var ahead = record.Ahead.GetValueOrDefault(group.Name);
        var reader = place.Member is { } member ? $"'{member}'" : $"a member ({string.Join(", ", group.Members)})";
        var age = record.StoredAt is { } stored ? string.Create(CultureInfo.InvariantCulture, $", {Math.Max(0, (session.Transport.Time.GetUtcNow() - stored).TotalSeconds):0} s old") : "";
        throw ahead == 0
            ? new WhyFoundException(
                WhyCause.Retrying,
                $"It is the next of {label} for group '{group.Name}'{age}: {reader} handles it, or tries it again, or waits in a failure storm.",
                $"Look into the log and the health of {reader}: log id 17 is a failed attempt, 23 a handler that is too slow, 24 a storm.")
            : new WhyFoundException(
                WhyCause.WaitsBehind,
                $"Partition {label} is read by {reader} for group '{group.Name}', and {Number(ahead)} records come before it.",
                $"Look at that process. What it has in hand is at {place.Position}: omnibus tail --topic {topic} --from {place.Position} --count 1");
    }

    private async Task<DeadLetter?> FindLetterAsync(string topic, string group, CancellationToken cancellationToken)
    {
        var log = new DeadLetterLog(session.Runtime, session.Transport, topic, group);
        var letters = (await log.ReadAsync(cancellationToken).ConfigureAwait(false))?.Letters ?? [];
        passed.Add($"Group '{group}' reads topic '{topic}'.");
        return letters.FirstOrDefault(letter => letter.Type == type && letter.Id == record.Id);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
