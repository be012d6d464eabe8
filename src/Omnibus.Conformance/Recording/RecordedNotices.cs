using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>Keeps what drivers reported.</summary>
internal sealed class RecordedNotices : IDriverNotices
{
    private readonly ConcurrentQueue<(NoticeCode Code, long Count, string Place)> _notices = new();

    public IReadOnlyCollection<(NoticeCode Code, long Count, string Place)> All => _notices;

    public void Report(NoticeCode code, long count, string place, Exception? exception = null) => _notices.Enqueue((code, count, place));
}
