using System.Security.Authentication;
using Omnibus.Drivers;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>What exceptions of the client and of this driver mean. Pure.</summary>
internal static class RedisFaults
{
    /// <summary>The fault of an exception.</summary>
    public static FaultCode Classify(Exception exception) => exception switch
    {
        RedisServerException server => OfServer(server),
        RedisConnectionException connection => OfConnection(connection),
        RedisTimeoutException or TimeoutException => FaultCode.Unavailable,
        FencedException => FaultCode.Fenced,
        GroupActiveException => FaultCode.InvalidArgument,
        MissingTopicException => FaultCode.NotFound,
        NotReplicatedException => FaultCode.Unavailable,
        PartitionsChangedException or BrokenBatchException => FaultCode.Transient,
        ObjectDisposedException => FaultCode.Closed,
        NotSupportedException => FaultCode.Unsupported,
        SettingException => FaultCode.Misconfigured,
        ArgumentException => FaultCode.InvalidArgument,
        System.Net.Sockets.SocketException or IOException => FaultCode.Unavailable,
        AuthenticationException => FaultCode.Misconfigured,
        _ => FaultCode.Unknown,
    };

    /// <summary>Whether a command that failed may have been carried out all the same.</summary>
    public static bool MayBeDone(Exception exception) => exception switch
    {
        // An error is an answer: the server looked at the command and refused it.
        RedisServerException => false,
        RedisConnectionException connection => WasSent(connection.CommandStatus),
        RedisTimeoutException timeout => WasSent(timeout.Commandstatus),
        MissingTopicException or PartitionsChangedException or BrokenBatchException or ArgumentException => false,
        _ => true,
    };

    /// <summary>
    /// Whether a reply is the error <paramref name="code"/>: the first word of an error is its code, and the client knows only some of them by kind.
    /// </summary>
    public static bool Is(RedisServerException exception, string code) =>
        exception.Message.StartsWith(code, StringComparison.Ordinal)
        && (exception.Message.Length == code.Length || exception.Message[code.Length] == ' ');

    /// <summary>The exception for an error inside a reply, which the client does not make one of.</summary>
    public static RedisServerException FromReply(string error)
    {
        var kind = error.AsSpan(0, Math.Max(error.IndexOf(' ', StringComparison.Ordinal), 0)) switch
        {
            "OOM" => RedisErrorKind.OutOfMemory,
            "WRONGTYPE" => RedisErrorKind.WrongType,
            "READONLY" => RedisErrorKind.ReadOnly,
            "MISCONF" => RedisErrorKind.Misconfigured,
            "NOREPLICAS" => RedisErrorKind.NoReplicas,
            _ => RedisErrorKind.Unknown,
        };
        return new RedisServerException(kind, CommandFlags.None, error);
    }

    private static bool WasSent(CommandStatus status) => status is not (CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog);

    private static FaultCode OfConnection(RedisConnectionException exception) => exception.FailureType switch
    {
        ConnectionFailureType.AuthenticationFailure => exception.InnerException is AuthenticationException
            ? FaultCode.Misconfigured
            : FaultCode.Unauthenticated,
        ConnectionFailureType.ConnectionDisposed => FaultCode.Closed,
        _ => FaultCode.Unavailable,
    };

    private static FaultCode OfServer(RedisServerException exception) => exception.Kind switch
    {
        RedisErrorKind.TryAgain or RedisErrorKind.NoScript or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.ExecAbort
            or RedisErrorKind.UnknownRedirectTarget => FaultCode.Transient,
        RedisErrorKind.Busy => FaultCode.Throttled,
        RedisErrorKind.Loading or RedisErrorKind.MasterDown or RedisErrorKind.ClusterDown or RedisErrorKind.ReadOnly or RedisErrorKind.NoReplicas
            or RedisErrorKind.MaxClients or RedisErrorKind.ConnectionFault or RedisErrorKind.Timeout => FaultCode.Unavailable,
        RedisErrorKind.OutOfMemory or RedisErrorKind.Misconfigured => FaultCode.StorageFull,
        RedisErrorKind.NoAuth or RedisErrorKind.WrongPass => FaultCode.Unauthenticated,
        RedisErrorKind.NoPermission or RedisErrorKind.NotPermitted => FaultCode.PermissionDenied,
        RedisErrorKind.WrongType or RedisErrorKind.CrossSlot => FaultCode.Misconfigured,
        _ => OfMessage(exception),
    };

    /// <summary>Errors for which the client has no kind, by their code, and the plain <c>ERR</c>, which says no more than its text.</summary>
    private static FaultCode OfMessage(RedisServerException exception)
    {
        if (Is(exception, "NOGROUP"))
        {
            return FaultCode.NotFound;
        }

        if (!Is(exception, "ERR"))
        {
            return Is(exception, "UNBLOCKED") ? FaultCode.Transient : FaultCode.Unknown;
        }

        var text = exception.Message.AsSpan(3).TrimStart();
        return text switch
        {
            _ when text.StartsWith("no such key", StringComparison.Ordinal)
                || text.Contains("requires the key to exist", StringComparison.Ordinal) => FaultCode.NotFound,
            _ when text.StartsWith("The user executing the script", StringComparison.Ordinal) => FaultCode.PermissionDenied,
            _ when text.StartsWith("wrong number of arg", StringComparison.OrdinalIgnoreCase) => FaultCode.InvalidArgument,
            _ when text.StartsWith("max number of clients", StringComparison.Ordinal) => FaultCode.Unavailable,
            _ when text.StartsWith("unknown command", StringComparison.Ordinal)
                || text.StartsWith("unknown subcommand", StringComparison.Ordinal) => FaultCode.Unsupported,
            _ when text.StartsWith("AUTH", StringComparison.Ordinal)
                || text.StartsWith("invalid password", StringComparison.Ordinal) => FaultCode.Unauthenticated,
            _ => FaultCode.Unknown,
        };
    }
}
