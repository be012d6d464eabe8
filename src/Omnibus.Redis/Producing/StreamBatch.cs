using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;
using RESPite.Messages;
using StackExchange.Redis;

namespace Omnibus.Redis.Producing;

/// <summary>
/// The records of one batch that go to one stream, and their way there: a script call for at most <see cref="MostRecords"/> of them, one after
/// the other. Reused from batch to batch; owned by the producer, which is called by one loop.
/// </summary>
/// <remarks>
/// A script and not one command per record: an answer per call instead of a task per record, and a connection that breaks and comes back in the
/// middle cannot store the end of a batch without its beginning.
/// </remarks>
internal sealed class StreamBatch
{
    /// <summary>The most records in one call. The server does nothing else meanwhile, about three milliseconds.</summary>
    private const int MostRecords = 1000;

    /// <summary>About the most bytes in one call.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>The script, the number of keys, two keys and the number of partitions come before the records.</summary>
    private const int Preamble = 5;

    private readonly string _topic;
    private readonly int _partition;
    private readonly RedisKeyOrValue[] _preamble;
    private readonly List<OutgoingRecord> _records = [];
    private RedisKeyOrValue[] _arguments = new RedisKeyOrValue[256];
    private int _length;
    private int _handedOver;

    public StreamBatch(string topic, int partition, int partitions)
    {
        _topic = topic;
        _partition = partition;
        _preamble = [default, (RedisValue)2, RedisNames.Stream(topic, partition), RedisNames.Facts(topic), (RedisValue)partitions];
    }

    public bool IsEmpty => _records.Count == 0;

    public void Add(OutgoingRecord record) => _records.Add(record);

    /// <summary>Stores the records and settles each of them. Never throws; returns the failure, if there was one.</summary>
    public async Task<Exception?> SendAsync(RedisConnection connection)
    {
        var settled = 0;
        try
        {
            while (settled < _records.Count)
            {
                var count = Arrange(settled);
                _handedOver = settled + count;
                using var reply = await RedisScript.Publish.RunAsync(connection, _arguments.AsMemory(0, _length)).ConfigureAwait(false);
                Settle(reply.Read(), settled, count, ref settled);
            }

            return null;
        }
        catch (Exception exception)
        {
            // The client may still hold what it did not get rid of: the next batch gets an array of its own.
            _arguments = new RedisKeyOrValue[_arguments.Length];
            return Fail(settled, Translate(exception));
        }
        finally
        {
            _records.Clear();
            _arguments.AsSpan(0, _length).Clear();
        }
    }

    /// <summary>Lays out records from <paramref name="first"/> on, as the script reads them, and returns how many.</summary>
    private int Arrange(int first)
    {
        Room(Preamble);
        _preamble.CopyTo(_arguments, 0);
        _length = Preamble;
        var last = Math.Min(_records.Count, first + MostRecords);
        var bytes = 0L;
        var run = 0;
        var index = first;
        for (; index < last && (bytes < MostBytes || index == first); index++)
        {
            var record = _records[index];
            if (index == first || !SameFields(_records[index - 1], record))
            {
                run = BeginRun(record);
            }

            _arguments[run] = (RedisValue)((long)(RedisValue)_arguments[run] + 1);
            bytes += AddValues(record);
        }

        return index - first;
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

    private void Settle(RespReader reply, int first, int count, ref int settled)
    {
        var ids = reply.AggregateLength();
        for (var index = first; index < first + ids; index++)
        {
            if (reply.TryMoveNext(checkError: false) && reply.IsError)
            {
                // Redis refused this one and the script stopped. The rest was not tried.
                throw RedisFaults.FromReply(reply.ReadString() ?? "");
            }

            settled = index + 1;
            _records[index].Succeed(_partition, ReadId(ref reply).Position);
        }

        if (ids != count)
        {
            throw new InvalidDataException($"The server answered {ids} of {count} records of stream '{_topic}'.");
        }
    }

    private static StreamId ReadId(ref RespReader reply)
    {
        if (reply.TryGetSpan(out var text))
        {
            return StreamId.Parse(text);
        }

        Span<byte> scratch = stackalloc byte[StreamId.MaxLength];
        return StreamId.Parse(scratch[..reply.CopyTo(scratch)]);
    }

    private Exception Fail(int first, Exception exception)
    {
        var mayBeStored = RedisFaults.MayBeDone(exception);
        for (var index = first; index < _records.Count; index++)
        {
            // Only the call that failed may have stored anything; what waited for a later one was never sent.
            _records[index].Fail(exception, mayBeStored && index < _handedOver);
        }

        return exception;
    }

    private Exception Translate(Exception exception) => exception switch
    {
        RedisServerException server when RedisFaults.Is(server, "NOTOPIC") => new MissingTopicException(_topic),
        RedisServerException server when RedisFaults.Is(server, "PARTITIONSCHANGED") => new PartitionsChangedException(_topic),
        _ => exception,
    };

    private void Room(int more)
    {
        if (_length + more > _arguments.Length)
        {
            Array.Resize(ref _arguments, Math.Max(_arguments.Length * 2, _length + more));
        }
    }
}
