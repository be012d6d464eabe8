using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Healthy;

/// <summary>Lends a transport nothing that is remembered.</summary>
internal sealed class ConformanceHost : IDriverNotices
{
    public static TransportHost New() =>
        new() { TimeProvider = TimeProvider.System, Notices = new ConformanceHost(), Service = "tests", Instance = "tests-1" };

    public void Report(NoticeCode code, long count, string place, Exception? exception = null)
    {
        // Nobody reads them here.
    }
}
