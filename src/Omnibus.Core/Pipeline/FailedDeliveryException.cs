using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>A delivery failed: why, and in which handlers.</summary>
internal sealed class FailedDeliveryException(FaultCode reason, string handler, string message, Exception? inner) : Exception(message, inner)
{
    public FaultCode Reason { get; } = reason;

    /// <summary>The handlers that failed, joined by commas; empty where none was reached.</summary>
    public string Handler { get; } = handler;

    /// <summary>Another attempt may help.</summary>
    public bool MayPass => Reason is FaultCode.HandlerFailed or FaultCode.HandlerTimeout;
}
