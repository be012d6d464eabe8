using System.Diagnostics;
using System.Text;
using Campus.Demo;
using Campus.Demo.Running;

namespace Campus.Tests;

/// <summary>What the registrar says to a file that is not right. Each file begins with a good line, of which nothing must be published.</summary>
public sealed class RegistrarTests : CampusOnSqlite
{
    private const string Good =
        """{"type":"edu.campus.enrolment.created.v1","data":{"enrolment_id":"0d9a4f0e-6a53-4c5b-9f3e-2f6f0f2f1a11","student":{"number":"M1","name":"Ada","email":null},"course":{"code":"C1","title":"T","credits":5},"waiting_list":false,"fee_cents":null,"created_at":"2026-03-02T08:00:00Z"}}""";

    [Fact]
    public async Task A_wrong_line_is_named_and_nothing_of_the_file_is_published()
    {
        await using var registrar = await ServiceProcess.StartAsync("registrar", Broker.Environment, Stop);
        await AssertRefusedAsync("{\"type\": ", "is not JSON");
        await AssertRefusedAsync("[1]", "An event is a JSON object.");
        await AssertRefusedAsync("{\"type\":\"edu.campus.unknown.v1\",\"data\":{}}", "type: is none of edu.campus.assignment.submitted.v1, ");
        await AssertRefusedAsync("{\"type\":\"edu.campus.enrolment.created.v1\"}", "data: is missing.");
        await AssertRefusedAsync(Good.Replace("\"type\"", "\"id\":7,\"type\"", StringComparison.Ordinal), "id: is not a text.");
        await AssertRefusedAsync(Good.Replace("\"type\"", "\"time\":\"yesterday\",\"type\"", StringComparison.Ordinal), "time: is not a time");
        await AssertRefusedAsync(Good.Replace("\"type\"", "\"type\":\"twice\",\"type\"", StringComparison.Ordinal), "is not JSON");
        await AssertRefusedAsync(Good.Replace("\"M1\"", "1", StringComparison.Ordinal), "student.number");
        await AssertRefusedAsync(Good.Replace("\"waiting_list\":false,", "", StringComparison.Ordinal), "waiting_list");
        await AssertRefusedAsync(Good.Replace("\"fee_cents\":null", "\"fee_cents\":1e30", StringComparison.Ordinal), "fee_cents");
        await AssertRefusedAsync(Good.Replace("\"Ada\"", "\"\\ud800\"", StringComparison.Ordinal), "student.name");
        Assert.Empty((await registrar.AskTotalsAsync(Stop))!.ByType);
        Assert.Equal(0, await new Observer(Broker).CountAsync("enrolments", Stop));

        await registrar.PostAsync("/events", Encoding.UTF8.GetBytes($"{Good}\r\n\n{Good}"), Stop);
        Assert.Equal(2, (await registrar.AskTotalsAsync(Stop))!.ByType["edu.campus.enrolment.created.v1"]);
        Assert.Equal(2, await new Observer(Broker).CountAsync("enrolments", Stop));
        Assert.True(await registrar.StopAsync());

        async Task AssertRefusedAsync(string line, string problem)
        {
            var refused = await Assert.ThrowsAsync<DemoException>(() => registrar.PostAsync("/events", Encoding.UTF8.GetBytes($"{Good}\n\n{line}\n"), Stop));
            Assert.Contains("400", refused.Message, StringComparison.Ordinal);
            Assert.Contains("Line 3: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing was published.", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}", 1, "line 2: type: is none of")]
    [InlineData(Good, 0, "2 events of")]
    public async Task A_file_is_published_whole_or_not_at_all(string second, int exitCode, string said)
    {
        var file = Path.Combine(Folder, "events.jsonl");
        await File.WriteAllTextAsync(file, $"{Good}\n{second}", Stop);
        var start = ServiceProcess.StartOf("registrar", Broker.Environment, "--file", file);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);
        Assert.Contains(said, await output + await errors, StringComparison.Ordinal);
        Assert.Equal(exitCode, process.ExitCode);
        Assert.Equal(exitCode == 0 ? 2 : 0, await new Observer(Broker).CountAsync("enrolments", Stop));
    }
}
