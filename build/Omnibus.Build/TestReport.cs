using System.Text;
using System.Text.Json;

namespace Omnibus.Build;

/// <summary>Reads the CTRF report (Common Test Report Format, JSON) that a test program writes.</summary>
internal static class TestReport
{
    /// <exception cref="JsonException">The file is not such a report.</exception>
    public static IReadOnlyList<TestResult> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var results = document.RootElement.GetProperty("results");
        var tests = results.GetProperty("tests").EnumerateArray().Select(ReadTest).ToList();
        // Fixtures that fail to clean up belong to no test, and are failures all the same.
        if (results.TryGetProperty("extra", out var extra) && extra.TryGetProperty("suites", out var suites))
        {
            foreach (var suite in suites.EnumerateArray())
            {
                if (suite.TryGetProperty("errors", out var errors))
                {
                    tests.AddRange(errors.EnumerateArray().Select(error => new TestResult("(outside of a test)", TestOutcome.Failed, error.ToString())));
                }
            }
        }
        return tests;
    }

    private static TestResult ReadTest(JsonElement test)
    {
        var name = test.GetProperty("name").GetString()!;
        var message = Text(test, "message");
        return test.GetProperty("status").GetString() switch
        {
            "passed" => new TestResult(name, TestOutcome.Passed, "", ShowsOutput(test) ? Output(test) : []),
            "skipped" => new TestResult(name, TestOutcome.Skipped, message),
            "pending" => new TestResult(name, TestOutcome.LeftOut, message),
            _ => new TestResult(name, TestOutcome.Failed, Describe(test, message)),
        };
    }

    private static string Describe(JsonElement test, string message)
    {
        var text = new StringBuilder(message);
        if (Text(test, "trace") is { Length: > 0 } trace)
        {
            text.Append('\n').Append(trace);
        }
        foreach (var line in Output(test))
        {
            text.Append("\n| ").Append(line);
        }
        return text.ToString();
    }

    // [Trait("Show", "Output")]: a report, or the seed of a long run.
    private static bool ShowsOutput(JsonElement test)
        => test.TryGetProperty("labels", out var labels) && labels.TryGetProperty("Show", out var show) && show.ToString().Contains("Output", StringComparison.Ordinal);

    private static string[] Output(JsonElement test)
        => test.TryGetProperty("stdout", out var lines) ? [.. lines.EnumerateArray().Select(line => line.GetString() ?? "")] : [];

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
