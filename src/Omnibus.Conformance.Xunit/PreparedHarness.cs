using System.Globalization;
using Xunit;

namespace Omnibus.Conformance.Xunit;

/// <summary>The harness of one test class, prepared once.</summary>
/// <typeparam name="THarness">Where the store is.</typeparam>
public sealed class PreparedHarness<THarness> : IAsyncLifetime
    where THarness : ITransportHarness, new()
{
    /// <summary>The store.</summary>
    public THarness Harness { get; } = new();

    /// <summary>Why the store is not there, with the command that would help; null where it is.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>What random choices begin with; printed with every failure.</summary>
    public int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("OMNIBUS_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Random.Shared.Next();

    /// <summary>Whether a store that is not there is a failure.</summary>
    internal static bool MustBeThere =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Prepares the store.</summary>
    public async ValueTask InitializeAsync() =>
        WhyNot = await Harness.PrepareAsync(TestContext.Current.CancellationToken).ConfigureAwait(false);

    /// <summary>Gives the store up.</summary>
    public ValueTask DisposeAsync() => Harness.DisposeAsync();
}
