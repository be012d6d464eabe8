using System.Security.Authentication;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>What exceptions of the client and of this driver mean. Pure.</summary>
internal static class NatsFaults
{
    public static FaultCode Classify(Exception exception) => exception switch
    {
        MissingException => FaultCode.NotFound,
        RefusedException refused => OfCode(refused.Status, refused.Number, refused.Message),
        NatsJSApiException { Error: { } error } => OfCode(error.Code, error.ErrCode, error.Description ?? ""),
        FencedException => FaultCode.Fenced,
        GroupActiveException => FaultCode.InvalidArgument,
        NatsPayloadTooLargeException or TooLargeException => FaultCode.TooLarge,
        NatsServerException { IsAuthError: true } => FaultCode.Unauthenticated,
        NatsServerException server when server.Message.Contains("Permissions Violation", StringComparison.OrdinalIgnoreCase) => FaultCode.PermissionDenied,
        NatsConnectionFailedException or NatsNoRespondersException or NatsNoReplyException or NatsTimeoutException or NatsJSConnectionException
            or NatsJSTimeoutException or NatsJSApiNoResponseException or NatsJSPublishNoResponseException or AwayException => FaultCode.Unavailable,
        NatsException { InnerException: { } inner } when Classify(inner) is not FaultCode.Unknown and var code => code,
        NatsException => FaultCode.Unavailable,
        AuthenticationException => FaultCode.Misconfigured,
        ObjectDisposedException => FaultCode.Closed,
        NotSupportedException => FaultCode.Unsupported,
        SettingException => FaultCode.Misconfigured,
        ArgumentException => FaultCode.InvalidArgument,
        TimeoutException or IOException or System.Net.Sockets.SocketException => FaultCode.Unavailable,
        _ => FaultCode.Unknown,
    };

    /// <summary>The server knows no such stream, consumer or record.</summary>
    public static bool IsMissing(NatsJSApiException exception) => exception.Error.Code == 404;

    /// <summary>An error of JetStream: a status as of HTTP, and a number of its own that says more.</summary>
    private static FaultCode OfCode(int status, int number, string text) => (status, number) switch
    {
        (_, 10023 or 10047 or 10077) => FaultCode.StorageFull,
        (_, 10054) => FaultCode.TooLarge,
        (_, 10058) => FaultCode.AlreadyExists,
        (_, 10076 or 10039) => FaultCode.Unsupported,
        (404, _) => FaultCode.NotFound,
        (401 or 403, _) => FaultCode.PermissionDenied,
        (408 or 503, _) => FaultCode.Unavailable,
        (400, _) when text.Contains("insufficient", StringComparison.OrdinalIgnoreCase) => FaultCode.StorageFull,
        (400, _) => FaultCode.InvalidArgument,
        _ => FaultCode.Unknown,
    };
}

/// <summary>A topic or a group is not there.</summary>
internal sealed class MissingException(string what) : Exception($"{what} does not exist.");

/// <summary>The server refused a record.</summary>
internal sealed class RefusedException(int status, int number, string text) : Exception(text)
{
    public int Status { get; } = status;

    public int Number { get; } = number;
}

/// <summary>A record is larger than a server takes.</summary>
internal sealed class TooLargeException(int bytes) : Exception($"A record has {bytes} bytes, and at most {NatsOptions.MaxRecordBytes} are sent.");

/// <summary>The connection is gone, or was while an answer was awaited.</summary>
internal sealed class AwayException() : Exception("The connection to the server is lost; the client reconnects.");
