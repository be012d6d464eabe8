using Omnibus.Brokers;

namespace Omnibus.Build.Tests;

public sealed class TestSummaryTests
{
    private static readonly TestResult s_passed = new("A.Passes", TestOutcome.Passed, "");
    private static readonly TestResult s_failed = new("A.Fails", TestOutcome.Failed, "boom");
    private static readonly TestResult s_skipped = new("A.Is_skipped", TestOutcome.Skipped, "the reason");
    private static readonly TestResult s_leftOut = new("A.Is_long", TestOutcome.LeftOut, "");
    private static readonly TestResult s_missing = new("A.Needs_a_broker", TestOutcome.Skipped, new BrokerMissing("Kafka", "None.", "brew install kafka").Message);

    [Fact]
    public void The_closing_line_is_the_last_one()
    {
        var (_, text) = Print([s_passed, s_passed, s_failed, s_skipped, s_leftOut]);
        Assert.EndsWith($"{Environment.NewLine}2 passed, 1 failed, 1 skipped{Environment.NewLine}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_skip_is_printed_with_its_reason()
    {
        var (_, text) = Print([s_passed, s_skipped]);
        Assert.Contains("the reason", text, StringComparison.Ordinal);
        Assert.Contains("A.Is_skipped", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_passed_ends_well() => Assert.Equal(0, Print([s_passed, s_skipped, s_leftOut]).Code);

    [Fact]
    public void A_failure_fails_the_run() => Assert.Equal(1, Print([s_passed, s_failed]).Code);

    [Fact]
    public void No_test_at_all_fails_the_run() => Assert.Equal(1, Print([]).Code);

    [Fact]
    public void Only_long_runs_that_were_left_out_fail_the_run() => Assert.Equal(1, Print([s_leftOut]).Code);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_missing_broker_fails_the_run_only_where_it_must_be_there(bool mustBeThere, int code)
        => Assert.Equal(code, Print([s_passed, s_missing], mustBeThere).Code);

    private static (int Code, string Text) Print(IReadOnlyList<TestResult> tests, bool missingBrokerFails = false)
    {
        using var output = new StringWriter();
        var code = TestSummary.Print([new ProgramResult("A.Tests", tests, TimeSpan.Zero)], null, missingBrokerFails, output);
        return (code, output.ToString());
    }
}
