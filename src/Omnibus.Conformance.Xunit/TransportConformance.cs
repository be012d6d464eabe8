using Xunit;
using Xunit.v3;

namespace Omnibus.Conformance.Xunit;

/// <summary>
/// Every promise of a transport as one test each. The whole test file of a transport is
/// <c>public sealed class MemoryConformance : TransportConformance&lt;MemoryHarness&gt;;</c>, so that a new promise reaches it with no edit.
/// </summary>
/// <remarks>
/// One harness serves all the cases, one after the other, and no other test of the assembly runs beside them: some cases count what is
/// rented in the whole process. A promise that is not asked is a skip with its reason. So is a store that is not there, except under
/// <c>CI=true</c>, where it is a failure. The environment variable <c>OMNIBUS_TEST_SEED</c> repeats a run.
/// </remarks>
/// <typeparam name="THarness">Where the store is.</typeparam>
[Collection(typeof(ConformanceCollection))]
public abstract class TransportConformance<THarness> : IClassFixture<PreparedHarness<THarness>>
    where THarness : ITransportHarness, new()
{
    /// <summary>The suite, as rows of a theory.</summary>
    public static IReadOnlyCollection<ITheoryDataRow> Promises { get; } =
        [.. ConformanceSuite.Cases.Select(promise => new TheoryDataRow<string>(promise.Name)
        {
            TestDisplayName = $"{typeof(THarness).Name.Replace("Harness", "", StringComparison.Ordinal)}: {promise.Name}",
            Label = "",
            Traits = { ["Family"] = [promise.Family] },
        })];

    /// <summary>Holds the transport to one promise.</summary>
    [Theory]
    [MemberData(nameof(Promises))]
    public async Task Keeps(string promise)
    {
        var prepared = await TestContext.Current.GetFixture<PreparedHarness<THarness>>().ConfigureAwait(false)
            ?? throw new InvalidOperationException("The harness was not made.");
        var asked = ConformanceSuite.Cases.Single(candidate => candidate.Name == promise);
        if (asked.WhyNot(prepared.Harness.Factory.Info) is { } reason)
        {
            throw Skip(reason);
        }

        if (prepared.WhyNot is { } missing)
        {
            throw PreparedHarness<THarness>.MustBeThere
                ? new ConformanceException($"Under CI=true every store must be there. {missing}")
                : Skip(missing);
        }

        try
        {
            await asked.RunAsync(prepared.Harness, prepared.Seed, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }
        catch (NotAskedException exception)
        {
            throw Skip(exception.Message);
        }
        catch (ConformanceException exception)
        {
            throw new ConformanceException($"{exception.Message} (OMNIBUS_TEST_SEED={prepared.Seed})", exception);
        }
    }

    private static PromiseNotAskedException Skip(string reason) => new PromiseNotAskedException(DynamicSkipToken.Value + reason);
}
