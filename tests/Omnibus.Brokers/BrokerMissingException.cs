namespace Omnibus.Brokers;

/// <summary>
/// A broker was asked for that cannot be had here. Outside CI the message starts with xunit's mark for a dynamic skip, so that a test
/// that lets it through is reported as skipped, with its reason; with <c>CI=true</c> it is an ordinary failure.
/// </summary>
public sealed class BrokerMissingException(BrokerMissing missing)
    : Exception(BrokerMissing.Fails ? missing.Message : SkipMark + missing.Message)
{
    private const string SkipMark = "$XunitDynamicSkip$";

    /// <summary>What is missing.</summary>
    public BrokerMissing Missing { get; } = missing;
}
