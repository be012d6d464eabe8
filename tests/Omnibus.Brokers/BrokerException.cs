namespace Omnibus.Brokers;

/// <summary>A broker that is there did not start, stop or answer. The message holds the end of its log.</summary>
public sealed class BrokerException(string message, Exception? inner = null) : Exception(message, inner);
