using System.Text.Json.Nodes;

namespace Omnibus.Commands.Tests;

/// <summary>Events whose type was not compiled in, and what is told of schemas.</summary>
public sealed class SchemaTests : IDisposable
{
    private const string Type = "edu.test.measured.v1";
    private const string Schema = """
        {"type":"record","name":"CloudEvent","namespace":"edu.test.measured.v1","fields":[
          {"name":"big","type":"long"},{"name":"level","type":"double"},{"name":"is_late","type":["null","boolean"],"default":null},
          {"name":"place","type":{"type":"record","name":"Place","fields":[{"name":"room","type":"string"},{"name":"tags","type":{"type":"map","values":"long"}}]}}]}
        """;

    private const string Data = """{"big":9223372036854775807,"level":"NaN","is_late":null,"place":{"room":"ü","tags":{"b":1,"a":-9223372036854775808}}}""";

    private readonly Tool _tool = new();

    [Fact]
    public async Task A_type_with_a_schema_file_travels_as_Avro_and_comes_back_exactly_without_the_file()
    {
        var file = _tool.Write("measured.avsc", Schema);
        var published = await _tool.RunAsync("publish", "--schema", file, "--type", Type, "--topic", "t", "--key", "place.room", "--data", Data);
        var again = await _tool.RunAsync("publish", "--type", Type, "--topic", "t", "--data", Data.Replace("ü", "x", StringComparison.Ordinal));
        var read = await _tool.RunAsync("tail", "--topic", "t", "--from", "earliest", "--count", "2", "--timeout", "40");

        Assert.Equal((0, 0, 0), (published.Code, again.Code, read.Code));
        var events = read.Lines.Select(line => JsonNode.Parse(line)!).ToList();
        var first = events.Single(one => (string)one["data"]!["place"]!["room"]! == "ü");
        Assert.Equal(9223372036854775807, (long)first["data"]!["big"]!);
        Assert.Equal("NaN", (string)first["data"]!["level"]!);
        Assert.Equal(-9223372036854775808, (long)first["data"]!["place"]!["tags"]!["a"]!);
        Assert.Equal("ü", (string)first["partitionkey"]!);
        Assert.All(events, one => Assert.Null(one["datacontenttype"]));
    }

    [Fact]
    public async Task Data_that_is_not_of_the_schema_is_refused_by_its_field_and_nothing_is_sent()
    {
        var file = _tool.Write("measured.avsc", Schema);
        var wrong = await _tool.RunAsync("publish", "--schema", file, "--type", Type, "--data", Data.Replace("\"ü\"", "7", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Input, wrong.Code);
        Assert.Contains("place.room", wrong.Error, StringComparison.Ordinal);
        Assert.Equal("[]", (await _tool.RunAsync("topics", "--json")).Output.Trim());
    }

    [Fact]
    public async Task A_file_that_is_no_schema_is_refused_by_its_name()
    {
        var file = _tool.Write("broken.avsc", """{"type":"record","name":"CloudEvent"}""");
        var wrong = await _tool.RunAsync("publish", "--schema", file, "--type", Type, "--data", "{}");

        Assert.Equal(ExitCode.Input, wrong.Code);
        Assert.Contains("broken.avsc", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_show_tells_what_a_topic_uses_and_what_a_type_is()
    {
        var file = _tool.Write("measured.avsc", Schema);
        await _tool.RunAsync("publish", "--schema", file, "--type", Type, "--topic", "t", "--data", Data);

        var topic = await _tool.RunAsync("schema", "show", "--topic", "t");
        var type = await _tool.RunAsync("schema", "show", "--type", Type);
        var known = await _tool.RunAsync("schema", "show", "--type", "edu.campus.enrolment.created.v1", "--events", Tool.Events);
        var unknown = await _tool.RunAsync("schema", "show", "--type", "edu.test.unknown.v1");

        var line = JsonNode.Parse(Assert.Single(topic.Lines))!;
        Assert.Equal(("t", "value", "edu.test.measured.v1.CloudEvent"), ((string)line["topic"]!, (string)line["role"]!, (string)line["name"]!));
        Assert.StartsWith("ni:///sha-256-128;", (string)line["mark"]!, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Schema), JsonNode.Parse(type.Output)));
        Assert.Contains("enrolment_id", known.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Input, unknown.Code);
    }

    [Fact]
    public async Task Schema_show_writes_the_record_in_CSharp_that_reads_it()
    {
        var file = _tool.Write("measured.avsc", Schema);
        await _tool.RunAsync("publish", "--schema", file, "--type", Type, "--topic", "t", "--data", Data);

        var shown = await _tool.RunAsync("schema", "show", "--topic", "t", "--csharp");

        Assert.Equal(
            """
            [Event("edu.test.measured.v1", Topic = "t")]
            public sealed partial record EduTestMeasured(
                long Big,
                double Level,
                bool? IsLate,
                Place Place);

            public sealed record Place(
                string Room,
                IReadOnlyDictionary<string, long> Tags);
            """,
            shown.Output.ReplaceLineEndings("\n").Trim().ReplaceLineEndings());
    }

    public void Dispose() => _tool.Dispose();
}
