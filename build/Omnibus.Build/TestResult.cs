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
internal sealed record TestResult(string Name, TestOutcome Outcome, string Detail);
