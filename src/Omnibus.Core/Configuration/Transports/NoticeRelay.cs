using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>
/// Passes a driver's notices on. A transport is made while configuration is checked, before there is anybody to take notices; until a target is set
/// they go nowhere, and nothing is connected that could report any. Safe on any thread.
/// </summary>
internal sealed class NoticeRelay : IDriverNotices
{
    private volatile IDriverNotices? _target;

    public IDriverNotices? Target
    {
        get => _target;
        set => _target = value;
    }

    public void Report(NoticeCode code, long count, string place, Exception? exception = null) => _target?.Report(code, count, place, exception);
}
