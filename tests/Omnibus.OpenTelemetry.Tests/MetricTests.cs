using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Omnibus.Tests.Configuration;

namespace Omnibus.OpenTelemetry.Tests;

/// <summary>The table of docs/telemetry.md, held against what a run emits.</summary>
[Collection("Everything that listens hears of every bus in the process")]
public sealed partial class MetricTests
{
    private static readonly Dictionary<string, MetricType[]> s_kinds = new()
    {
        ["counter"] = [MetricType.LongSum],
        ["up-down counter"] = [MetricType.LongSumNonMonotonic],
        ["gauge"] = [MetricType.LongGauge, MetricType.DoubleGauge],
        ["histogram"] = [MetricType.Histogram],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_metrics_of_a_run_are_those_of_the_table()
    {
        var exported = new List<MetricSnapshot>();
        using var provider = Sdk.CreateMeterProviderBuilder().AddOmnibusInstrumentation().AddInMemoryExporter(exported).Build();
        await using var run = await Run.StartAsync(Stop);
        await run.LiveAsync(Stop);

        // The broker is asked for lag at its own pace.
        await Until.HoldsAsync(
            () =>
            {
                exported.Clear();
                provider.ForceFlush();
                return exported.Exists(metric => metric.Name == "omnibus.consume.oldest_unsettled");
            },
            "The age of what is not settled");

        await run.StopAsync(Stop);
        provider.ForceFlush();
        var emitted = exported.GroupBy(metric => metric.Name).ToDictionary(metric => metric.Key, metric => metric.ToList());
        var rows = Document.Read("telemetry.md").Rows("Metrics");
        Assert.Equal(rows.Select(row => row[0]).Order(), emitted.Keys.Order());
        foreach (var row in rows)
        {
            var metric = emitted[row[0]][^1];
            Assert.Equal(row[2], metric.Unit);
            Assert.Contains(metric.MetricType, s_kinds[row[1]]);
            var tags = emitted[row[0]].SelectMany(snapshot => snapshot.MetricPoints).SelectMany(TagsOf).Distinct().Order();
            Assert.Equal(Code().Matches(row[3] is var cell && cell.StartsWith('`') ? cell : $"`{cell}`").Select(match => match.Groups[1].Value).Order(), tags);
        }
    }

    [Fact]
    public async Task Nothing_of_an_event_or_an_exception_is_in_a_metric()
    {
        var exported = new List<MetricSnapshot>();
        using var provider = Sdk.CreateMeterProviderBuilder().AddOmnibusInstrumentation().AddInMemoryExporter(exported).Build();
        await using var run = await Run.StartAsync(Stop);
        await run.LiveAsync(Stop);
        provider.ForceFlush();
        var values = exported.SelectMany(metric => metric.MetricPoints).SelectMany(ValuesOf).ToList();
        Assert.NotEmpty(values);
        Assert.DoesNotContain(values, value => value.Contains("secret", StringComparison.Ordinal) || value.Contains("poison", StringComparison.Ordinal));
    }

    private static List<string> TagsOf(MetricPoint point)
    {
        var names = new List<string>();
        foreach (var tag in point.Tags)
        {
            names.Add(tag.Key);
        }

        return names;
    }

    private static List<string> ValuesOf(MetricPoint point)
    {
        var values = new List<string>();
        foreach (var tag in point.Tags)
        {
            values.Add(tag.Value?.ToString() ?? "");
        }

        return values;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
