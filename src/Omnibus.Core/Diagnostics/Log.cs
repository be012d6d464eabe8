using Microsoft.Extensions.Logging;
using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>Every line that the core logs. No payload and no secret; nothing above Debug for a single delivery that went well.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Transport {Transport}: {Driver}")]
    public static partial void TransportChosen(this ILogger logger, string transport, string driver);

    [LoggerMessage(2, LogLevel.Warning, "Transport {Transport}: publishing stopped with {Count} records not sent")]
    public static partial void ProducerDidNotDrain(this ILogger logger, string transport, int count);

    [LoggerMessage(3, LogLevel.Warning, "Transport {Transport}: closing failed")]
    public static partial void ClosingFailed(this ILogger logger, string transport, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "Transport {Transport}: {Notice} x {Count} at {Place}")]
    public static partial void Noticed(this ILogger logger, string transport, NoticeCode notice, long count, string place, Exception? exception);

    [LoggerMessage(5, LogLevel.Error, "Event {EventType} cannot be published ({Code}). {Reason}")]
    public static partial void SchemaRefused(this ILogger logger, string eventType, FaultCode code, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The health file {Path} cannot be written: 'omnibus health' will call this process dead")]
    public static partial void HealthNotWritten(this ILogger logger, string path, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "The local handler {Handler} failed at {EventType} {EventId}; the event is published all the same")]
    public static partial void LocalHandlerFailed(this ILogger logger, string handler, string eventType, string eventId, Exception exception);

    [LoggerMessage(10, LogLevel.Information, "Consumer {Consumer} of group {Group} reads {Topics} on {Transport}")]
    public static partial void ConsumerStarted(this ILogger logger, string consumer, string group, string topics, string transport);

    [LoggerMessage(11, LogLevel.Information, "Consumer {Consumer} stopped")]
    public static partial void ConsumerStopped(this ILogger logger, string consumer);

    [LoggerMessage(12, LogLevel.Warning, "Consumer {Consumer}: {Operation} failed ({Code}), trying again")]
    public static partial void ConsumerWaits(this ILogger logger, string consumer, string operation, FaultCode code, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "Consumer {Consumer} cannot go on: {Operation} failed ({Code}). {Fix}")]
    public static partial void ConsumerFailed(this ILogger logger, string consumer, string operation, FaultCode code, string fix, Exception exception);

    [LoggerMessage(14, LogLevel.Information, "Consumer {Consumer} reads {Partition} from {Position}")]
    public static partial void PartitionAssigned(this ILogger logger, string consumer, TopicPartition partition, Position? position);

    [LoggerMessage(15, LogLevel.Information, "Consumer {Consumer} gave up {Partition}")]
    public static partial void PartitionRevoked(this ILogger logger, string consumer, TopicPartition partition);

    [LoggerMessage(16, LogLevel.Warning, "Consumer {Consumer} lost {Partition}: nothing of it is settled any more")]
    public static partial void PartitionLost(this ILogger logger, string consumer, TopicPartition partition);

    [LoggerMessage(17, LogLevel.Warning, "Consumer {Consumer}: attempt {Attempt} of {Handler} failed for {Topic}[{Partition}] at {Position}; trying again in {Delay}")]
    public static partial void AttemptFailed(
        this ILogger logger, string consumer, int attempt, string handler, string topic, int partition, Position position, TimeSpan delay, Exception exception);

    [LoggerMessage(18, LogLevel.Error, "Consumer {Consumer}: {Topic}[{Partition}] at {Position} is a dead letter ({Reason}, {Handler}, {Attempts} attempts)")]
    public static partial void DeadLettered(
        this ILogger logger, string consumer, string topic, int partition, Position position, string reason, string handler, int attempts, Exception? exception);

    [LoggerMessage(19, LogLevel.Error, "Consumer {Consumer}: the dead letter of {Topic}[{Partition}] at {Position} cannot be stored; the partition waits")]
    public static partial void DeadLetterNotStored(this ILogger logger, string consumer, string topic, int partition, Position position, Exception exception);

    [LoggerMessage(20, LogLevel.Warning, "Consumer {Consumer} has no handler for {EventType}: {Action}")]
    public static partial void Unhandled(this ILogger logger, string consumer, string eventType, UnhandledAction action);

    [LoggerMessage(21, LogLevel.Warning, "Consumer {Consumer}: {Topic}[{Partition}] at {Position} failed and is passed over ({Reason})")]
    public static partial void Skipped(
        this ILogger logger, string consumer, string topic, int partition, Position position, string reason, Exception? exception);

    [LoggerMessage(22, LogLevel.Warning, "Consumer {Consumer} did not finish its work in time: {Count} deliveries come again")]
    public static partial void ConsumerDidNotDrain(this ILogger logger, string consumer, int count);

    [LoggerMessage(23, LogLevel.Warning, "Consumer {Consumer}: handler {Handler} exceeded {Timeout} for {Topic}[{Partition}] at {Position}")]
    public static partial void HandlerTooSlow(
        this ILogger logger, string consumer, string handler, TimeSpan timeout, string topic, int partition, Position position);

    [LoggerMessage(24, LogLevel.Error, "Consumer {Consumer}: {What}. Its deliveries wait, and one at a time is tried, until one is handled")]
    public static partial void StormBegan(this ILogger logger, string consumer, string what);

    [LoggerMessage(25, LogLevel.Information, "Consumer {Consumer}: a delivery that had waited was handled; all go on")]
    public static partial void StormEnded(this ILogger logger, string consumer);
}
