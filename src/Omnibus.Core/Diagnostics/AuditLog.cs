using Microsoft.Extensions.Logging;
using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>One line for each event that was stored or handled, in a category of its own, where <c>Omnibus:Audit</c> is on. Names and places, never data.</summary>
internal static partial class AuditLog
{
    public const string Category = "Omnibus.Audit";

    [LoggerMessage(200, LogLevel.Information, "Stored {EventType} {EventId} in {Topic}[{Partition}] at {Position} of {Transport}")]
    public static partial void Stored(this ILogger audit, string eventType, string eventId, string topic, int partition, Position position, string transport);

    [LoggerMessage(201, LogLevel.Warning, "Not stored: {EventType} {EventId} in {Topic} of {Transport}: {State} ({Code})")]
    public static partial void NotStored(
        this ILogger audit, string eventType, string eventId, string topic, string transport, RouteState state, FaultCode? code);

    [LoggerMessage(202, LogLevel.Information, "Handled {EventType} {EventId} of {Topic}[{Partition}] at {Position} in group {Group}: {Outcome}, {Attempts} attempts")]
    public static partial void Handled(
        this ILogger audit, string eventType, string eventId, string topic, int partition, Position position, string group, string outcome, int attempts);
}
