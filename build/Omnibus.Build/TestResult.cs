namespace Omnibus.Build;

internal enum TestOutcome
{
    Passed,
    Failed,
    Skipped,

    /// <summary>Marked <c>Explicit</c>: a long run that <c>--soak</c> includes.</summary>
    LeftOut,
}

/// <summary>One test as the report of its program tells it.</summary>
/// <param name="Detail">The failure with its stack trace and output, or the reason of a skip.</param>
/// <param name="Output">What a test that passed wrote, if that is to be shown.</param>
internal sealed record TestResult(string Name, TestOutcome Outcome, string Detail, IReadOnlyList<string> Output)
{
    public TestResult(string name, TestOutcome outcome, string detail) : this(name, outcome, detail, [])
    {
    }
}
