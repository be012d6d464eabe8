namespace Omnibus.Testing;

/// <summary>A delivery failed for good in a test that did not expect it. The inner exception is what the handler threw.</summary>
public sealed class DeliveryFailedException : Exception
{
    internal DeliveryFailedException(FailedDelivery failure)
        : base(
            $"Consumer '{failure.Context.Consumer}' failed at '{failure.EventType}' ({failure.Reason}{(failure.Handler.Length > 0 ? $", {failure.Handler}" : "")}): "
            + $"{failure.Exception?.Message} If the test means it to, call ExpectFailures().",
            failure.Exception) => Failure = failure;

    /// <summary>Which delivery, and why.</summary>
    public FailedDelivery Failure { get; }
}
