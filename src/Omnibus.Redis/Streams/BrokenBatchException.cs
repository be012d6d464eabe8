namespace Omnibus.Redis.Streams;

/// <summary>
/// Records were not stored because those before them in the batch were not. Classifies as <see cref="Drivers.FaultCode.Transient"/>: sent again
/// behind those, they are.
/// </summary>
internal sealed class BrokenBatchException(string topic) : Exception($"Records for topic '{topic}' were not stored, because those before them were not.");
