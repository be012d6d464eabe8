namespace Omnibus.Redis.Streams;

/// <summary>A topic has no stream. Classifies as <see cref="Drivers.FaultCode.NotFound"/>.</summary>
internal sealed class MissingTopicException(string topic) : Exception($"Topic '{topic}' does not exist: there is no stream of this name.");
