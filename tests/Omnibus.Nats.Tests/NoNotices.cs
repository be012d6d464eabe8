using Omnibus.Drivers;

namespace Omnibus.Nats.Tests;

internal sealed class NoNotices : IDriverNotices
{
    public void Report(NoticeCode code, long count, string place, Exception? exception = null)
    {
    }
}
