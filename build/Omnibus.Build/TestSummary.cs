using Omnibus.Brokers;

namespace Omnibus.Build;

/// <summary>Says what happened: failures at once, every skip with its reason at the end, and one closing line.</summary>
internal static class TestSummary
{
    private static readonly Lock s_console = new();

    /// <summary>One program: its time, and its failures.</summary>
    public static void Print(ProgramResult result)
    {
        lock (s_console)
        {
            var passed = result.Tests.Count(test => test.Outcome == TestOutcome.Passed);
            var all = result.Tests.Count(test => test.Outcome != TestOutcome.LeftOut);
            Console.WriteLine($"  {result.Name}: {passed} of {all} passed in {result.Duration.TotalSeconds:0.0} s");
            foreach (var line in result.Tests.SelectMany(test => test.Output))
            {
                Console.WriteLine("    " + line);
            }
            foreach (var test in result.Tests.Where(test => test.Outcome == TestOutcome.Failed))
            {
                Console.WriteLine($"    FAILED {test.Name}");
                Console.WriteLine("      " + test.Detail.ReplaceLineEndings("\n      "));
            }
        }
    }

    /// <summary>The whole run. The closing line is the last one, whatever happened.</summary>
    /// <param name="results">What each program did.</param>
    /// <param name="filter">What the run was limited to; null: nothing.</param>
    /// <param name="missingBrokerFails">Whether a test that was skipped for a missing broker fails the run.</param>
    /// <param name="output">Where it is written.</param>
    /// <returns>The exit code.</returns>
    public static int Print(IReadOnlyList<ProgramResult> results, string? filter, bool missingBrokerFails, TextWriter output)
    {
        var tests = results.SelectMany(result => result.Tests).ToLookup(test => test.Outcome);
        foreach (var reason in tests[TestOutcome.Skipped].GroupBy(test => test.Detail))
        {
            output.WriteLine($"Skipped: {reason.Key}");
            foreach (var test in reason)
            {
                output.WriteLine($"  {test.Name}");
            }
        }
        if (tests[TestOutcome.LeftOut].Count() is > 0 and var leftOut)
        {
            output.WriteLine($"Left out: {leftOut} long run{(leftOut == 1 ? "" : "s")}; ./test --soak includes them");
        }
        // Once more, for who sees the end of a long log only.
        foreach (var test in tests[TestOutcome.Failed])
        {
            output.WriteLine($"Failed: {test.Name}");
        }
        var (passed, failed, skipped) = (tests[TestOutcome.Passed].Count(), tests[TestOutcome.Failed].Count(), tests[TestOutcome.Skipped].Count());
        var code = failed > 0 ? 1 : 0;
        if (passed + failed + skipped == 0)
        {
            output.WriteLine(filter is null ? "No test was found." : $"No test's full name contains '{filter}'.");
            code = 1;
        }
        if (missingBrokerFails && tests[TestOutcome.Skipped].Any(test => BrokerMissing.IsReason(test.Detail)))
        {
            output.WriteLine("A broker is missing, and with CI=true that is a failure.");
            code = 1;
        }
        output.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return code;
    }
}
