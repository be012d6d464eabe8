namespace Omnibus.Redis.Streams;

/// <summary>
/// A topic was made anew with another number of partitions while a producer was open; nothing was stored, and the next try uses the new
/// number. Classifies as <see cref="Drivers.FaultCode.Transient"/>.
/// </summary>
internal sealed class PartitionsChangedException(string topic)
    : Exception($"Topic '{topic}' has another number of partitions than a moment ago: it was made anew.");
