using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Tests.Harness;

internal sealed class Notices : IDriverNotices
{
    private readonly ConcurrentQueue<(NoticeCode Code, long Count, string Place)> _all = new();

    public IReadOnlyCollection<(NoticeCode Code, long Count, string Place)> All => _all;

    public void Report(NoticeCode code, long count, string place, Exception? exception = null) => _all.Enqueue((code, count, place));
}
