using Microsoft.Extensions.Logging;

namespace Omnibus.Hosting;

/// <summary>What the log says of a start: which choices configuration made.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(100, LogLevel.Warning, "The bus of {Service} is off: Omnibus:Transport is none. Nothing is published and nothing is consumed")]
    public static partial void BusIsOff(ILogger logger, string service);

    [LoggerMessage(101, LogLevel.Information, "Transport {Transport} is at {Address}")]
    public static partial void TransportPlace(ILogger logger, string transport, string address);

    [LoggerMessage(102, LogLevel.Warning, "Consumer {Consumer} is off: its option Enabled is false")]
    public static partial void ConsumerIsOff(ILogger logger, string consumer);

    [LoggerMessage(103, LogLevel.Warning, "Route {Route} of {EventType} is off: its option Enabled is false")]
    public static partial void RouteIsOff(ILogger logger, string route, string eventType);
}
