using Microsoft.Extensions.Logging;
using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>Counts and logs what a driver notices between calls.</summary>
internal sealed class DriverNotices(string transport, TransportMetrics metrics, ILogger log) : IDriverNotices
{
    public void Report(NoticeCode code, long count, string place, Exception? exception = null)
    {
        metrics.Noticed(code, count);
        log.Noticed(transport, code, count, place, exception);
    }
}
