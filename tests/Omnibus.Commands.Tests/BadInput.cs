namespace Omnibus.Commands.Tests;

public sealed class BadInput : IDisposable
{
    private const string Good = """{"specversion":"1.0","type":"edu.test.counted.v1","id":"1","source":"/t","data":{"n":1}}""";

    private readonly Tool _tool = new();

    [Theory]
    [InlineData("""{"specversion":"1.0","type":"t","source":"/t","data":{"n":1}""", "line 2")]
    [InlineData("""{"specversion":"1.0","source":"/t","data":{"n":1}}""", "type")]
    [InlineData("""{"specversion":"1.0","type":"t","id":7,"data":{}}""", "id")]
    [InlineData("""{"specversion":"1.0","type":"t","time":"yesterday","data":{}}""", "time")]
    [InlineData("""{"specversion":"0.3","type":"t","data":{}}""", "specversion")]
    [InlineData("""{"specversion":"1.0","type":"t","data":{"text":"\ud800"}}""", "data")]
    [InlineData("""{"specversion":"1.0","type":"t","data":{},"data_base64":"AA=="}""", "data")]
    [InlineData("not json", "line 2")]
    public async Task A_line_that_is_no_event_is_named_with_its_place_and_nothing_of_its_chunk_is_sent(string line, string place)
    {
        var outcome = await _tool.RunWithAsync($"{Good}\n{line}\n{Good}", "publish", "--file", "-", "--topic", "t");

        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains("line 2", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(place, outcome.Error, StringComparison.Ordinal);
        Assert.Equal("[]", (await _tool.RunAsync("topics", "--json")).Output.Trim());
    }

    [Theory]
    [InlineData("--data", "{}", "--type")]
    [InlineData("--type", "t", "--data")]
    public async Task A_command_line_that_says_too_little_is_refused(string option, string value, string missing)
    {
        var outcome = await _tool.RunAsync("publish", option, value);

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains(missing, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_type_names_those_that_are_known()
    {
        var outcome = await _tool.RunAsync("publish", "--events", Tool.Events, "--type", "edu.campus.nothing.v1", "--data", "{}");

        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains("edu.campus.enrolment.created.v1", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_over_the_limit_is_refused()
    {
        var outcome = await _tool.RunWithAsync(
            $$$"""{"specversion":"1.0","type":"t","source":"/t","data":"{{{new string('x', 70 << 20)}}}"}""", "publish", "--file", "-", "--topic", "t");

        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains("TooLarge", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_to_be_none()
    {
        _tool.Write("bus.db", "hello");

        var outcome = await _tool.RunAsync("topics");

        Assert.NotEqual(ExitCode.Done, outcome.Code);
        Assert.Contains("not a database", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(_tool.Folder, "bus.db")));
    }

    [Theory]
    [InlineData("--transport", "nothing", "nothing")]
    [InlineData("--set", "Transports:sqlite:Nothing=1", "Nothing")]
    [InlineData("--set", "Transports:sqlite:Durability=Maybe", "Durability")]
    public async Task A_wrong_configuration_is_named_with_its_path(string option, string value, string place)
    {
        var outcome = await _tool.RunAsync("topics", option, value);

        Assert.Equal(ExitCode.Configuration, outcome.Code);
        Assert.Contains(place, outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consume", "--group", "g")]
    [InlineData("tail", "--count", "1")]
    public async Task A_start_that_is_none_is_refused(string verb, string option, string value)
    {
        var outcome = await _tool.RunAsync(verb, "--topic", "t", option, value, "--from", "tomorrow-ish");

        Assert.Equal(ExitCode.Usage, outcome.Code);
        Assert.Contains("earliest", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_the_transport_refuses_is_refused_before_anything_is_sent()
    {
        var outcome = await _tool.RunAsync("publish", "--topic", new string('x', 2000), "--type", "t", "--data", "{}");

        Assert.Equal(ExitCode.Input, outcome.Code);
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_said_not_to_be_there()
    {
        var outcome = await _tool.RunAsync("groups", "--group", "nobody");

        Assert.Equal(ExitCode.Input, outcome.Code);
        Assert.Contains("nobody", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _tool.Dispose();
}
