using System.Globalization;
using Campus.Demo.Running;

namespace Campus.Demo;

/// <summary>The closing table: what was published, and what each service got of it.</summary>
internal sealed class Report(TextWriter output)
{
    public void Write(Services campus)
    {
        var states = campus.Consumers;
        Row("event", "published", states.Select(state => state.Consumer.Service));
        foreach (var (type, count) in campus.Published.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Row(type, Text(count), states.Select(state =>
                state.Consumer.Events.Any(definition => definition.Type == type) ? Text(state.Totals.ByType.GetValueOrDefault(type)) : "-"));
        }

        Row("total handled", Text(campus.Published.Values.Sum()), states.Select(state => Text(state.Handled)));
        Row("published for it", "", states.Select(state => Text(state.Expected)));
        Row("dead letters", "", states.Select(state => Text(state.DeadLetters)));
        Row("delivered again", "", states.Select(state => Text(state.Totals.Repeated)));
        Row("publish to handled, p50", "", states.Select(state => Milliseconds(state.Totals.MedianMilliseconds)));
        Row("publish to handled, p99", "", states.Select(state => Milliseconds(state.Totals.P99Milliseconds)));
        foreach (var state in states.Where(state => !state.AllArrived))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Consumer.Service}: {state.Expected} events were published for it, {state.Handled} are handled and {state.DeadLetters} are dead letters; lag {state.Lag}."));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(double? number) => number is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0} ms") : "-";

    private void Row(string name, string published, IEnumerable<string> cells) =>
        output.WriteLine($"  {name,-34}{published,12}{string.Concat(cells.Select(cell => $"{cell,12}"))}".TrimEnd());
}
