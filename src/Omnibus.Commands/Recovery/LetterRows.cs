using System.Globalization;
using Omnibus.Commands.Printing;
using Omnibus.Commands.Running;
using Omnibus.Recovery;

namespace Omnibus.Commands.Recovery;

/// <summary>Shows dead letters: how many of each kind, or each.</summary>
internal static class LetterRows
{
    public static Task WriteKindsAsync(Streams streams, bool json, IEnumerable<DeadLetter> letters) => Tables.WriteAsync(
        streams.Output,
        json,
        (IReadOnlyList<LetterKindRow>)[.. letters
            .GroupBy(static letter => (letter.Group, letter.Source, letter.Type, letter.Reason, letter.Handler, letter.Exception))
            .Select(static kind => new LetterKindRow(
                kind.Key.Group, kind.Key.Source, kind.Key.Type, kind.Key.Reason, kind.Key.Handler, kind.Key.Exception,
                kind.Count(), kind.Max(letter => letter.Redrives), kind.Min(letter => letter.Time), kind.Max(letter => letter.Time)))
            .OrderByDescending(static row => row.Letters)],
        ToolJson.Default.IReadOnlyListLetterKindRow,
        ["group", "topic", "type", "reason", "handler", "exception", "letters", "redriven", "oldest", "newest"],
        static row =>
        [
            row.Group, row.Topic, row.Type, row.Reason, row.Handler, row.Exception ?? "", Text(row.Letters), Text(row.Redrives), Text(row.Oldest), Text(row.Newest),
        ]);

    public static Task WriteEachAsync(Streams streams, bool json, IEnumerable<DeadLetter> letters) => Tables.WriteAsync(
        streams.Output,
        json,
        (IReadOnlyList<LetterRow>)[.. letters.OrderBy(static letter => letter.Time).Select(static letter => new LetterRow(
            letter.Time, letter.Group, letter.Source, letter.Type, letter.Id, letter.Reason, letter.Handler, letter.Exception, letter.Attempts, letter.Redrives,
            letter.Partition, letter.Position.ToString()))],
        ToolJson.Default.IReadOnlyListLetterRow,
        ["time", "group", "topic", "type", "id", "reason", "handler", "attempts", "redriven", "at"],
        static row =>
        [
            Text(row.Time), row.Group, row.Topic, row.Type, row.Id, row.Reason, row.Handler, Text(row.Attempts), Text(row.Redrives), $"[{Text(row.Partition)}] {row.Position}",
        ]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}

/// <summary>Dead letters that failed alike.</summary>
internal sealed record LetterKindRow(
    string Group, string Topic, string Type, string Reason, string Handler, string? Exception, int Letters, int Redrives, DateTimeOffset Oldest, DateTimeOffset Newest);

/// <summary>One dead letter.</summary>
internal sealed record LetterRow(
    DateTimeOffset Time, string Group, string Topic, string Type, string Id, string Reason, string Handler, string? Exception, int Attempts, int Redrives, int Partition, string Position);

/// <summary>What was done with the dead letters of a topic.</summary>
internal sealed record LetterWorkRow(string Group, string Topic, string Action, int Done, int Found, int Unsettled, int Guarded);
