using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Redis.Tests.Harness;

internal sealed class Notices : IDriverNotices
{
    private readonly ConcurrentQueue<(NoticeCode Code, long Count, string Place)> _all = new();

    public IReadOnlyCollection<(NoticeCode Code, long Count, string Place)> All => _all;

    public int Count(NoticeCode code) => _all.Count(notice => notice.Code == code);

    public void Report(NoticeCode code, long count, string place, Exception? exception = null) => _all.Enqueue((code, count, place));
}
