namespace Omnibus.Build.Tests;

public sealed class TestReportTests
{
    [Fact]
    public void Outcomes_reasons_traces_and_output_are_read()
    {
        var tests = Read("""
            { "results": { "tests": [
              { "name": "A", "status": "passed", "stdout": ["not shown"] },
              { "name": "B", "status": "failed", "message": "boom", "trace": "at B()", "stdout": ["seed 5"] },
              { "name": "C", "status": "skipped", "message": "why" },
              { "name": "D", "status": "pending", "message": "explicit" },
              { "name": "E", "status": "other", "message": "timed out" },
              { "name": "F", "status": "passed", "labels": { "Show": "Output" }, "stdout": ["seed 7"] }
            ] } }
            """);
        Assert.Equal(
            [TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Skipped, TestOutcome.LeftOut, TestOutcome.Failed, TestOutcome.Passed],
            tests.Select(test => test.Outcome));
        Assert.Equal("boom\nat B()\n| seed 5", tests[1].Detail);
        Assert.Equal("why", tests[2].Detail);
        Assert.Empty(tests[0].Output);
        Assert.Equal(["seed 7"], tests[5].Output);
    }

    [Fact]
    public void A_fixture_that_cannot_clean_up_is_a_failure()
    {
        var tests = Read("""
            { "results": { "tests": [], "extra": { "suites": [ { "errors": [ { "message": "no way out" } ] } ] } } }
            """);
        Assert.Equal(TestOutcome.Failed, Assert.Single(tests).Outcome);
        Assert.Contains("no way out", tests[0].Detail, StringComparison.Ordinal);
    }

    private static IReadOnlyList<TestResult> Read(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return TestReport.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
