using System.Runtime.InteropServices;
using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using StackExchange.Redis;

namespace Omnibus.Redis.Producing;

/// <summary>
/// Some records on their way to one stream, as the arguments of one script call. Reused; the arguments stay untouched until the call
/// has ended.
/// </summary>
internal sealed class PublishCall
{
    /// <summary>The most records in one call: the server does nothing else meanwhile, for about a millisecond.</summary>
    public const int MostRecords = 125;

    /// <summary>About the most bytes in one call.</summary>
    private const int MostBytes = 1 << 20;

    private const int Preamble = 9;
    private const int Before = 7;
    private const int Number = 8;

    private RedisKeyOrValue[] _arguments = new RedisKeyOrValue[256];
    private int _length;
    private Task<RespResult>? _answer;

    /// <summary>The records that it stores.</summary>
    public List<OutgoingRecord> Records { get; } = [];

    /// <summary>Completes when they are settled.</summary>
    public Task Settled { get; set; } = Task.CompletedTask;

    /// <summary>Lays out as many records as fit, from <paramref name="first"/> on.</summary>
    /// <param name="keys">The number of keys, the keys, the number of partitions and about how many entries the stream keeps.</param>
    /// <param name="records">The batch.</param>
    /// <param name="first">Where this call begins.</param>
    public void Arrange(ReadOnlySpan<RedisKeyOrValue> keys, List<OutgoingRecord> records, int first)
    {
        _length = Preamble;
        keys.CopyTo(_arguments.AsSpan(1));
        var last = Math.Min(records.Count, first + MostRecords);
        var bytes = 0L;
        var run = 0;
        var index = first;
        for (; index < last && (bytes < MostBytes || index == first); index++)
        {
            var record = records[index];
            if (index == first || !SameFields(records[index - 1], record))
            {
                run = BeginRun(record);
            }

            _arguments[run] = (RedisValue)((long)(RedisValue)_arguments[run] + 1);
            bytes += AddValues(record);
        }

        Records.Clear();
        Records.AddRange(CollectionsMarshal.AsSpan(records)[first..index]);
    }

    /// <summary>Hands the call to the client, which sends it at once.</summary>
    /// <param name="connection">The connection that publishes.</param>
    /// <param name="before">The number of the call before this one, without which this one stores nothing; empty: none is on its way.</param>
    /// <param name="number">The number of this one.</param>
    public void Start(RedisConnection connection, RedisValue before, RedisValue number)
    {
        _arguments[Before] = before;
        _arguments[Number] = number;
        _answer = RedisScript.Publish.RunAsync(connection, _arguments.AsMemory(0, _length)).AsTask();
    }

    /// <summary>Hands one record to the client as a plain command: half the work of a script, at both ends.</summary>
    public void StartAlone(RedisConnection connection, RedisKey stream, RedisValue maxLength, OutgoingRecord record)
    {
        Records.Clear();
        Records.Add(record);
        _length = 2;
        _arguments[0] = stream;
        _arguments[1] = (RedisValue)"NOMKSTREAM";
        if (!maxLength.IsNullOrEmpty)
        {
            _arguments[_length++] = (RedisValue)"MAXLEN";
            _arguments[_length++] = (RedisValue)"~";
            _arguments[_length++] = maxLength;
        }

        _arguments[_length++] = (RedisValue)"*";
        var headers = record.Headers;
        var body = record.Body is null ? -1 : record.HeadersBeforeBody;
        Room((headers.Length * 2) + 2);
        for (var index = 0; index <= headers.Length; index++)
        {
            if (index == body)
            {
                _arguments[_length++] = (RedisValue)RedisWire.Body;
                _arguments[_length++] = (RedisValue)record.Body!.Value;
            }

            if (index < headers.Length)
            {
                _arguments[_length++] = (RedisValue)headers[index].Name;
                _arguments[_length++] = (RedisValue)headers[index].Value;
            }
        }

        _answer = connection.ExecuteAsync("XADD", _arguments.AsMemory(0, _length)).AsTask();
    }

    /// <summary>The answer, once the call was started.</summary>
    public Task<RespResult> AnswerAsync() => _answer!;

    /// <summary>Lets go of the records.</summary>
    public void Clear()
    {
        Records.Clear();
        _arguments.AsSpan(0, _length).Clear();
    }

    /// <summary>Lets go of the arguments altogether: a client that failed may still hold what it did not get rid of.</summary>
    public void Abandon()
    {
        Records.Clear();
        _arguments = new RedisKeyOrValue[_arguments.Length];
    }

    private int BeginRun(OutgoingRecord record)
    {
        var headers = record.Headers;
        var body = record.Body is null ? -1 : record.HeadersBeforeBody;
        Room(headers.Length + 3);
        var run = _length;
        _arguments[_length++] = (RedisValue)0;
        _arguments[_length++] = (RedisValue)(headers.Length + (body < 0 ? 0 : 1));
        for (var index = 0; index <= headers.Length; index++)
        {
            if (index == body)
            {
                _arguments[_length++] = (RedisValue)RedisWire.Body;
            }

            if (index < headers.Length)
            {
                _arguments[_length++] = (RedisValue)headers[index].Name;
            }
        }

        return run;
    }

    private long AddValues(OutgoingRecord record)
    {
        var headers = record.Headers;
        var body = record.Body;
        var place = body is null ? -1 : record.HeadersBeforeBody;
        Room(headers.Length + 1);
        var bytes = 0L;
        for (var index = 0; index <= headers.Length; index++)
        {
            if (index == place)
            {
                bytes += body!.Value.Length;
                _arguments[_length++] = (RedisValue)body.Value;
            }

            if (index < headers.Length)
            {
                var value = headers[index].Value;
                bytes += value.Length;
                _arguments[_length++] = (RedisValue)value;
            }
        }

        return bytes;
    }

    private static bool SameFields(OutgoingRecord left, OutgoingRecord right)
    {
        var first = left.Headers;
        var second = right.Headers;
        if (first.Length != second.Length || left.Body is null != right.Body is null || left.HeadersBeforeBody != right.HeadersBeforeBody)
        {
            return false;
        }

        for (var index = 0; index < first.Length; index++)
        {
            if (first[index].Name != second[index].Name)
            {
                return false;
            }
        }

        return true;
    }

    private void Room(int more)
    {
        if (_length + more > _arguments.Length)
        {
            Array.Resize(ref _arguments, Math.Max(_arguments.Length * 2, _length + more));
        }
    }
}
