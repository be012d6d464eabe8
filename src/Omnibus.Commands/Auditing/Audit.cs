using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Omnibus.Commands.Auditing;

/// <summary>One log line for everything that an operator changed: who, what, where. No payload and no secret.</summary>
internal static partial class Audit
{
    /// <summary>The category of these lines.</summary>
    public const string Category = "Omnibus.Audit";

    /// <summary>The user and the machine.</summary>
    public static string User { get; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>One run of one command: unique.</summary>
    public static string NewOperator() =>
        string.Create(CultureInfo.InvariantCulture, $"{User}/{Environment.ProcessId}/{RandomNumberGenerator.GetHexString(6, lowercase: true)}");

    [LoggerMessage(900, LogLevel.Information, "{Operator}: {Action} dead letters of {Topic} on {Transport}: {Done} done, {Found} found redriven, {Unsettled} redriven and not settled, {Guarded} left alone")]
    public static partial void LettersWorkedOff(
        this ILogger audit, string @operator, string action, string topic, string transport, int done, int found, int unsettled, int guarded);

    [LoggerMessage(901, LogLevel.Information, "{Operator}: seek group {Group} on {Transport}, {Partition}: {From} -> {To} (forced: {Forced})")]
    public static partial void GroupMoved(
        this ILogger audit, string @operator, string group, string transport, string partition, string from, string to, bool forced);

    [LoggerMessage(902, LogLevel.Information, "{Operator}: skip group {Group} on {Transport}, {Partition} at {Position}: dead-lettered to {Letters} (forced: {Forced})")]
    public static partial void RecordSkipped(
        this ILogger audit, string @operator, string group, string transport, string partition, string position, string letters, bool forced);
}
