namespace Omnibus.Redis.Streams;

/// <summary>
/// The server has the records, and not as many others as were asked for got them in time. Classifies as <see cref="Drivers.FaultCode.Unavailable"/>:
/// they may be there yet, and may be lost with the server.
/// </summary>
internal sealed class NotReplicatedException(long replicas, int wanted, bool disk)
    : Exception($"The server has the records. {replicas} of {wanted} replicas have them{(disk ? ", or the disk has not" : "")}, and the time is over.");
