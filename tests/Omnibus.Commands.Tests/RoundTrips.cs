using System.Globalization;
using System.Text.Json.Nodes;

namespace Omnibus.Commands.Tests;

public sealed class RoundTrips : IDisposable
{
    private readonly Tool _tool = new();

    [Fact]
    public async Task Events_of_a_file_come_back_the_same_through_two_topics_with_the_order_of_each_key()
    {
        var lines = Enumerable.Range(0, 300).Select(i =>
            $$$"""{"specversion":"1.0","type":"edu.test.counted.v1","id":"id-{{{i}}}","source":"/tests","time":"2026-01-02T03:04:{{{i % 60:00}}}.123456+00:00","minorversion":3,"subject":"s","customer":"x","partitionkey":"key-{{{i % 7}}}","data":{"n":{{{i}}},"big":9223372036854775807,"nan":"NaN","none":null,"no":false,"text":"ü\u2028😀","list":[],"zero":0}}""");
        var file = _tool.Write("in.jsonl", string.Join('\n', lines));

        var first = await _tool.RunAsync("publish", "--file", file, "--topic", "first");
        var consumed = await _tool.RunAsync("consume", "--topic", "first", "--group", "g", "--count", "300", "--timeout", "40");
        var second = await _tool.RunWithAsync(consumed.Output, "publish", "--file", "-", "--topic", "second");
        var again = await _tool.RunAsync("consume", "--topic", "second", "--group", "g", "--count", "300", "--timeout", "40");

        Assert.Equal((0, 0, 0, 0), (first.Code, consumed.Code, second.Code, again.Code));
        Assert.Equal(lines.Select(Essence).Order(), consumed.Lines.Select(Essence).Order());
        Assert.Equal(consumed.Lines.Select(Essence).Order(), again.Lines.Select(Essence).Order());
        foreach (var run in (Outcome[])[consumed, again])
        {
            Assert.All(
                run.Lines.Select(line => JsonNode.Parse(line)!).GroupBy(line => (string)line["partitionkey"]!),
                key => Assert.Equal(key.Select(Number).Order(), key.Select(Number)));
        }
    }

    [Fact]
    public async Task Consume_settles_what_it_has_printed_and_not_one_more()
    {
        await PublishAsync("t", 10);

        var first = await _tool.RunAsync("consume", "--topic", "t", "--group", "g", "--count", "4", "--timeout", "40");
        var second = await _tool.RunAsync("consume", "--topic", "t", "--group", "g", "--count", "6", "--timeout", "40");
        var other = await _tool.RunAsync("consume", "--topic", "t", "--group", "other", "--count", "10", "--timeout", "40");

        Assert.Equal([.. Enumerable.Range(0, 10)], [.. first.Lines.Concat(second.Lines).Select(line => Number(JsonNode.Parse(line)!)).Order()]);
        Assert.Equal((4, 6, 10), (first.Lines.Length, second.Lines.Length, other.Lines.Length));
    }

    [Fact]
    public async Task Consume_says_by_its_exit_code_that_fewer_came_than_were_asked_for()
    {
        await PublishAsync("t", 2);

        var outcome = await _tool.RunAsync("consume", "--topic", "t", "--group", "g", "--count", "3", "--timeout", "1");

        Assert.Equal(ExitCode.Incomplete, outcome.Code);
        Assert.Equal(2, outcome.Lines.Length);
    }

    [Fact]
    public async Task Tail_looks_on_without_a_group()
    {
        await PublishAsync("t", 3);

        var outcome = await _tool.RunAsync("tail", "--from", "earliest", "--count", "3", "--timeout", "40");
        var groups = await _tool.RunAsync("groups", "--json");

        Assert.Equal(3, outcome.Lines.Length);
        Assert.Equal("[]", groups.Output.Trim());
    }

    [Fact]
    public async Task A_type_of_a_catalogue_is_checked_and_has_its_key()
    {
        var data = """{"enrolment_id":"7f2c1f5e-58a4-4a35-8a5e-0d8f1a1c7b11"}""";

        var wrong = await _tool.RunAsync("publish", "--events", Tool.Events, "--type", "edu.campus.enrolment.created.v1", "--data", data);

        Assert.Equal(ExitCode.Input, wrong.Code);
        Assert.Contains("student", wrong.Error, StringComparison.Ordinal);
        Assert.Equal("[]", (await _tool.RunAsync("topics", "--json")).Output.Trim());
    }

    [Fact]
    public async Task Topics_groups_and_transports_are_told_as_tables_and_as_json()
    {
        await PublishAsync("t", 3);
        await _tool.RunAsync("consume", "--topic", "t", "--group", "g", "--count", "1", "--timeout", "40");

        var topic = JsonNode.Parse((await _tool.RunAsync("topics", "--json")).Output)!.AsArray().Single()!;
        var group = JsonNode.Parse((await _tool.RunAsync("groups", "--json")).Output)!.AsArray().Single()!;
        var transports = await _tool.RunAsync("transports");

        Assert.Equal(("t", 8, 3), ((string)topic["topic"]!, (int)topic["partitions"]!, (int)topic["records"]!));
        Assert.Equal(("g", "t", 2), ((string)group["group"]!, (string)group["topic"]!, (int)group["lag"]!));
        Assert.Contains("sqlite", transports.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();

    private async Task PublishAsync(string topic, int count) => Assert.Equal(0, (await _tool.RunWithAsync(
        string.Join('\n', Enumerable.Range(0, count).Select(i => $$$"""{"specversion":"1.0","type":"edu.test.counted.v1","id":"{{{i}}}","source":"/t","data":{"n":{{{i}}}}}""")),
        "publish", "--file", "-", "--topic", topic)).Code);

    /// <summary>A line without the place that it was read from.</summary>
    private static string Essence(string line)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        json.Remove("topic");
        json.Remove("partition");
        json.Remove("position");
        return string.Join(
            ' ', json.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={member.Value?.ToJsonString()}"));
    }

    private static int Number(JsonNode line) => int.Parse(line["data"]!["n"]!.ToJsonString(), CultureInfo.InvariantCulture);
}
