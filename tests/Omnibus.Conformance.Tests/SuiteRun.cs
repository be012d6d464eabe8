namespace Omnibus.Conformance.Tests;

/// <summary>Asks one driver for promises.</summary>
internal static class SuiteRun
{
    /// <summary>The names of the promises that are broken, with what was said about them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FailuresAsync(ITransportHarness harness, IEnumerable<ConformanceCase> cases)
    {
        var failures = new Dictionary<string, string>();
        foreach (var asked in cases.Where(candidate => candidate.WhyNot(harness.Factory.Info) is null))
        {
            try
            {
                await asked.RunAsync(harness, seed: 42, TestContext.Current.CancellationToken);
            }
            catch (NotAskedException)
            {
                // Not every driver can be asked everything.
            }
            catch (ConformanceException exception)
            {
                failures[asked.Name] = exception.Message;
            }
        }

        return failures;
    }
}
