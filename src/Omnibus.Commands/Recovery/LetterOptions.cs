using System.CommandLine;
using System.Globalization;
using Omnibus.Commands.Running;
using Omnibus.Recovery;

namespace Omnibus.Commands.Recovery;

/// <summary>The options by which an operator says which dead letters are meant.</summary>
internal sealed class LetterOptions
{
    public Option<string?> Group { get; } = new("--group") { Description = "The consumer group that gave up on them.", HelpName = "G" };

    public Option<string?> Topic { get; } = new("--topic") { Description = "Only those of events that came from this topic.", HelpName = "X" };

    public Option<string?> Type { get; } = new("--type") { Description = "Only events of this type.", HelpName = "T" };

    public Option<string?> Reason { get; } = new("--reason") { Description = "Only those that failed for this reason: HandlerFailed, HandlerTimeout, Undecodable, Unsupported, Skipped.", HelpName = "R" };

    public Option<string?> Handler { get; } = new("--handler") { Description = "Only those that this handler failed.", HelpName = "H" };

    public Option<string?> Id { get; } = new("--id") { Description = "Only the event of this id.", HelpName = "ID" };

    public Option<string?> Since { get; } = new("--since") { Description = "Only those that failed then or later.", HelpName = "TIME" };

    public Option<string?> Until { get; } = new("--until") { Description = "Only those that failed before.", HelpName = "TIME" };

    public Option<int?> Count { get; } = new("--count") { Description = "Only so many of each topic, the oldest.", HelpName = "N" };

    public void AddTo(Command command, bool groupIsRequired)
    {
        Group.Required = groupIsRequired;
        foreach (var option in (Option[])[Group, Topic, Type, Reason, Handler, Id, Since, Until, Count])
        {
            command.Add(option);
        }
    }

    public LetterSelection Read(ParseResult parsed) => new()
    {
        Type = parsed.GetValue(Type),
        Reason = parsed.GetValue(Reason),
        Handler = parsed.GetValue(Handler),
        Id = parsed.GetValue(Id),
        Since = TimeOf(parsed, Since),
        Until = TimeOf(parsed, Until),
        Count = parsed.GetValue(Count),
    };

    private static DateTimeOffset? TimeOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw ToolException.Usage($"{option.Name} {text}: write a time such as 2026-01-31T08:00:00Z.");
}
