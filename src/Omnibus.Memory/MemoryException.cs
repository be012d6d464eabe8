using Omnibus.Drivers;

namespace Omnibus.Memory;

/// <summary>The store refuses something.</summary>
internal sealed class MemoryException(FaultCode code, string message) : Exception(message)
{
    public FaultCode Code { get; } = code;

    public static MemoryException NoTopic(string topic) => new(FaultCode.NotFound, $"There is no topic '{topic}'.");

    public static MemoryException NoGroup(string group, TopicPartition partition) =>
        new(FaultCode.NotFound, $"Group '{group}' has no position in {partition}: it was not prepared, or it was removed.");
}
