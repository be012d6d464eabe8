using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

/// <summary>Keeps what a driver reported.</summary>
public sealed class Notices : IDriverNotices
{
    public ConcurrentQueue<(NoticeCode Code, long Count, string Place)> All { get; } = new();

    public void Report(NoticeCode code, long count, string place, Exception? exception = null) => All.Enqueue((code, count, place));
}
