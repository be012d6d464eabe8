using System.Globalization;
using Omnibus.Commands.Verbs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Omnibus.Commands.Understanding;

/// <summary>What happened between two looks, in numbers and as a picture.</summary>
internal sealed record TopPicture(double Seconds, IReadOnlyList<TopTopic> Topics, IReadOnlyList<TopGroup> Groups)
{
    /// <summary>
    /// Compares two looks. What came in is what a topic grew by; what went out of it in a group is that, less what the group's lag grew by. What the broker
    /// trimmed meanwhile is missing in both.
    /// </summary>
    public static TopPicture Of(Look before, Look after, TimeProvider time)
    {
        var seconds = Math.Max(0.001, time.GetElapsedTime(before.At, after.At).TotalSeconds);
        var lags = before.Groups.ToDictionary(static row => (row.Group, row.Topic), static row => row.Lag);
        var groups = after.Groups
            .Select(row => new TopGroup(row.Group, row.Topic, row.Lag, row.OldestSeconds, row.Members, row.DeadLetters, Out(row)))
            .ToList();
        return new TopPicture(
            Math.Round(seconds, 3),
            [.. after.Topics.OrderBy(static topic => topic.Key, StringComparer.Ordinal).Select(topic => new TopTopic(
                topic.Key, topic.Value, Rate(Grown(topic.Key)), Sum(groups.Where(group => group.Topic == topic.Key).Select(static group => group.OutPerSecond))))],
            groups);

        long? Grown(string topic) => after.Topics.GetValueOrDefault(topic) is { } now && before.Topics.GetValueOrDefault(topic, 0) is { } then ? Math.Max(0, now - then) : null;

        double? Out(LagRow row) => row.Lag is { } now && lags.GetValueOrDefault((row.Group, row.Topic), 0) is { } then && Grown(row.Topic) is { } grown
            ? Rate(Math.Max(0, grown + then - now))
            : null;

        double? Rate(long? count) => count is { } known ? Math.Round(known / seconds, 1) : null;

        static double? Sum(IEnumerable<double?> rates) => rates.Any(static rate => rate is null) ? null : rates.Sum();
    }

    public IRenderable Render() => new Rows(
        TableOf(["topic", "records", "in/s", "out/s"], Topics.Select(static topic => (string[])[topic.Topic, Text(topic.Records), Text(topic.InPerSecond), Text(topic.OutPerSecond)])),
        TableOf(
            ["group", "topic", "lag", "oldest", "members", "dead letters", "out/s"],
            Groups.Select(static group => (string[])
            [
                .. LagVerb.Cells(new LagRow(group.Group, group.Topic, group.Lag, group.OldestSeconds, group.Members, group.DeadLetters)), Text(group.OutPerSecond),
            ])));

    private static Table TableOf(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns([.. columns.Select(static column => new TableColumn(column).NoWrap())]);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(cell)));
        }

        return table;
    }

    private static string Text(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";
}

/// <summary>A topic, with what came in and what all groups together settled, a second.</summary>
internal sealed record TopTopic(string Topic, long? Records, double? InPerSecond, double? OutPerSecond);

/// <summary>A group in a topic, with what it settled a second.</summary>
internal sealed record TopGroup(string Group, string Topic, long? Lag, double? OldestSeconds, int Members, int DeadLetters, double? OutPerSecond);
