using StackExchange.Redis;

namespace Omnibus.Redis.Consuming;

/// <summary>
/// One blocking read over the streams that may be read now. Laid out anew for every read, in arrays that are kept; what it was asked for is
/// remembered, because the reply may come after streams were paused, moved or given up.
/// </summary>
/// <param name="before">What the command has before its options: nothing for <c>XREAD</c>, group and consumer for <c>XREADGROUP</c>.</param>
internal sealed class ReadCommand<TStream>(params RedisValue[] before)
    where TStream : StreamCursor
{
    /// <summary>About the most bytes of one reply.</summary>
    private const long MostBytes = 4 << 20;

    private readonly int _preamble = before.Length + 5;
    private readonly List<(TStream Stream, int Turn)> _asked = [];
    private RedisKeyOrValue[] _arguments = new RedisKeyOrValue[before.Length + 7];
    private int _first;
    private int _busy = 1;

    /// <summary>How long entries are. Taken for long until the first were seen: a reply of a thousand megabytes would come in one piece.</summary>
    private long _bytesEach = 64 << 10;

    /// <summary>The streams that were asked for, in the order of the reply, each with its turn at that time.</summary>
    public IReadOnlyList<(TStream Stream, int Turn)> Asked => _asked;

    /// <summary>Lays a read out; false where there is nothing to read.</summary>
    /// <param name="streams">Every stream of the consumer.</param>
    /// <param name="most">The most entries that can be delivered.</param>
    /// <param name="wait">How long to wait for the first; at least a millisecond, because zero would be for ever.</param>
    public bool Arrange(IReadOnlyList<TStream> streams, int most, TimeSpan wait)
    {
        _asked.Clear();
        for (var index = 0; index < streams.Count; index++)
        {
            // Whoever came first in this reply comes last in the next, so that a full buffer is nobody's privilege.
            var stream = streams[(index + _first) % streams.Count];
            if (!stream.Paused)
            {
                _asked.Add((stream, stream.Turn));
            }
        }

        if (_asked.Count == 0)
        {
            return false;
        }

        _first = (_first + 1) % streams.Count;
        Lay(most, wait);
        return true;
    }

    public ReadOnlyMemory<RedisKeyOrValue> Arguments => _arguments.AsMemory(0, _preamble + (_asked.Count * 2));

    /// <summary>Learns from a reply how many entries to ask for: of how many streams it had some, and how long entries are.</summary>
    public void Learn(int streams, int entries, long bytes)
    {
        if (entries > 0)
        {
            _busy = streams;
            _bytesEach = Math.Max(bytes / entries, _bytesEach / 2);
        }
    }

    private void Lay(int most, TimeSpan wait)
    {
        var busy = Math.Min(_busy, _asked.Count);
        var count = (int)Math.Clamp(MostBytes / (Math.Max(1, _bytesEach) * busy), 1, Math.Max(1, most / busy));

        if (_arguments.Length < _preamble + (_asked.Count * 2))
        {
            _arguments = new RedisKeyOrValue[_preamble + (_asked.Count * 2)];
        }

        for (var index = 0; index < before.Length; index++)
        {
            _arguments[index] = before[index];
        }

        _arguments[before.Length] = (RedisValue)"BLOCK";
        _arguments[before.Length + 1] = (RedisValue)(long)Math.Max(1, wait.TotalMilliseconds);
        _arguments[before.Length + 2] = (RedisValue)"COUNT";
        _arguments[before.Length + 3] = (RedisValue)count;
        _arguments[before.Length + 4] = (RedisValue)"STREAMS";
        for (var index = 0; index < _asked.Count; index++)
        {
            var stream = _asked[index].Stream;
            _arguments[_preamble + index] = stream.Key;
            _arguments[_preamble + _asked.Count + index] = (RedisValue)stream.AfterText();
        }
    }
}
