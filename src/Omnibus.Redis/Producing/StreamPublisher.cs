using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Streams;
using RESPite.Messages;
using StackExchange.Redis;

namespace Omnibus.Redis.Producing;

/// <summary>
/// Writes the records that go to one stream. Owned by the producer, which is called by one loop; answers settle records on other threads meanwhile.
/// </summary>
/// <remarks>
/// Records travel by scripts and not by a command each: an answer for many instead of a task for each. Some calls are on their way at a time, so that the
/// client writes while the server stores. Each stores nothing unless the one before it did: a connection that breaks and comes back in the middle cannot
/// store the end of what was sent without its beginning. After a failure nothing is sent until the core, which then has every failed record, flushes.
/// </remarks>
internal sealed class StreamPublisher
{
    /// <summary>The most calls on their way.</summary>
    private const int MostCalls = 8;

    /// <summary>For so long a topic is taken to have the partitions that it had. Only then it may be made anew with others unnoticed.</summary>
    private static readonly TimeSpan s_trusted = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly ProducerSettings _settings;
    private readonly string _topic;
    private readonly int _partition;
    private readonly RedisKeyOrValue[] _keys;
    private readonly List<OutgoingRecord> _records = [];

    /// <summary>What the server has and others are waited for.</summary>
    private readonly List<(OutgoingRecord Record, Position Position)> _stored = [];
    private readonly PublishCall[] _calls = [.. Enumerable.Range(0, MostCalls).Select(_ => new PublishCall())];
    private Task _settling = Task.CompletedTask;
    private bool _alone;
    private long _started;

    /// <summary>
    /// When the server last stored something here; 0: it may not know the script. Then one call at a time: sending the text in answer to "no such script" would
    /// bring calls out of order, and all but one be refused.
    /// </summary>
    private long _checked;

    private volatile Exception? _failure;

    /// <param name="topic">The topic.</param>
    /// <param name="partition">Which of its partitions this is.</param>
    /// <param name="partitions">How many it has.</param>
    /// <param name="producer">Names the producer among all.</param>
    /// <param name="settings">How it stores.</param>
    /// <param name="timeProvider">The clock.</param>
    public StreamPublisher(string topic, int partition, int partitions, string producer, ProducerSettings settings, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _settings = settings;
        _topic = topic;
        _partition = partition;
        _keys =
        [
            (RedisValue)3, RedisNames.Stream(topic, partition), RedisNames.Facts(topic), RedisNames.Place(topic, partition, producer),
            (RedisValue)partitions.ToString(CultureInfo.InvariantCulture), (RedisValue)(settings.MaxLength?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ];
    }

    public string Topic => _topic;

    public RedisKey Stream => (RedisKey)_keys[1];

    public bool IsEmpty => _records.Count == 0;

    public void Add(OutgoingRecord record) => _records.Add(record);

    /// <summary>Sends the records that were added. Each is settled when its answer comes. Never throws.</summary>
    public async Task SendAsync(RedisConnection connection)
    {
        if (_alone)
        {
            // It leaves no number behind that another call could ask for.
            await _settling.ConfigureAwait(false);
            _alone = false;
        }

        var known = Volatile.Read(ref _checked);
        if (_records.Count == 1 && _settling.IsCompleted && _failure is null && known != 0 && _timeProvider.GetElapsedTime(known) < s_trusted)
        {
            _alone = true;
            var call = _calls[_started++ % MostCalls];
            call.StartAlone(connection, (RedisKey)_keys[1], (RedisValue)_keys[^1], _records[0]);
            _settling = call.Settled = SettleAsync(_settling, call);
        }
        else
        {
            await SendTogetherAsync(connection).ConfigureAwait(false);
        }

        _records.Clear();
        if (_settings.Durability is { } durability)
        {
            await _settling.ConfigureAwait(false);
            await WaitAsync(connection, durability).ConfigureAwait(false);
        }
    }

    /// <summary>Completes when everything that was sent is settled, and forgets the failure that it returns.</summary>
    public async Task<Exception?> FlushAsync()
    {
        await _settling.ConfigureAwait(false);
        var failure = _failure;
        _failure = null;
        return failure;
    }

    private async ValueTask SendTogetherAsync(RedisConnection connection)
    {
        for (var next = 0; next < _records.Count;)
        {
            var call = _calls[_started % MostCalls];
            await (Volatile.Read(ref _checked) == 0 ? _settling : call.Settled).ConfigureAwait(false);

            // In this order: where nothing is on its way any more, its failure is seen.
            var isFirst = _settling.IsCompleted;
            if (_failure is { } failure)
            {
                Fail(_records, next, failure, mayBeStored: false);
                return;
            }

            call.Arrange(_keys, _records, next);
            next += call.Records.Count;
            call.Start(connection, isFirst ? "" : _started, ++_started);
            _settling = call.Settled = SettleAsync(_settling, call);
        }
    }

    /// <summary>Settles a call's records once those before them are.</summary>
    private async Task SettleAsync(Task before, PublishCall call)
    {
        await before.ConfigureAwait(false);
        var settled = 0;
        try
        {
            using var reply = await call.AnswerAsync().ConfigureAwait(false);
            Settle(reply.Read(), call.Records, ref settled);
            call.Clear();
            Volatile.Write(ref _checked, _timeProvider.GetTimestamp());
        }
        catch (Exception exception)
        {
            var failure = Translate(exception);
            Volatile.Write(ref _checked, 0);
            _failure ??= failure;
            if (settled < call.Records.Count)
            {
                var mayBeStored = RedisFaults.MayBeDone(failure);
                call.Records[settled].Fail(failure, mayBeStored);
                Fail(call.Records, settled + 1, failure, mayBeStored);
            }

            call.Abandon();
        }
    }

    private void Settle(RespReader reply, List<OutgoingRecord> records, ref int settled)
    {
        if (reply.IsScalar)
        {
            var id = reply.IsNull ? throw new MissingTopicException(_topic) : ReadId(ref reply);
            settled++;
            Stored(records[0], id);
            return;
        }

        var ids = reply.AggregateLength();
        for (var index = 0; index < ids; index++)
        {
            if (reply.TryMoveNext(checkError: false) && reply.IsError)
            {
                // Redis refused this one and the script stopped. The rest was not tried.
                throw RedisFaults.FromReply(reply.ReadString() ?? "");
            }

            settled = index + 1;
            Stored(records[index], ReadId(ref reply));
        }

        if (ids != records.Count)
        {
            throw new InvalidDataException($"The server answered {ids} of {records.Count} records of topic '{_topic}'.");
        }
    }

    private void Stored(OutgoingRecord record, StreamId id)
    {
        if (_settings.Durability is null)
        {
            record.Succeed(_partition, id.Position);
        }
        else
        {
            _stored.Add((record, id.Position));
        }
    }

    /// <summary>
    /// Waits until what the server has is as safe as was asked for. What does not become so in time fails, and may be stored: nobody can take it back.
    /// </summary>
    private async ValueTask WaitAsync(RedisConnection connection, Durability durability)
    {
        if (_stored.Count == 0)
        {
            return;
        }

        Exception? failure = null;
        try
        {
            // A little less than the client waits for any answer.
            await durability.WaitAsync(connection, _settings.SendTimeout * 0.8).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _failure ??= failure = exception;
        }

        foreach (var (record, position) in _stored)
        {
            if (failure is null)
            {
                record.Succeed(_partition, position);
            }
            else
            {
                record.Fail(failure, mayBeStored: true);
            }
        }

        _stored.Clear();
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

    /// <summary>Fails what comes behind a record that failed: for the same reason, unless that reason is the record itself.</summary>
    private void Fail(List<OutgoingRecord> records, int first, Exception exception, bool mayBeStored)
    {
        var reason = RedisFaults.Classify(exception) == FaultCode.InvalidArgument ? new BrokenBatchException(_topic) : exception;
        for (var index = first; index < records.Count; index++)
        {
            records[index].Fail(reason, mayBeStored);
        }
    }

    private Exception Translate(Exception exception) => exception switch
    {
        RedisServerException server when RedisFaults.Is(server, "NOTOPIC") => new MissingTopicException(_topic),
        RedisServerException server when RedisFaults.Is(server, "PARTITIONSCHANGED") => new PartitionsChangedException(_topic),
        RedisServerException server when RedisFaults.Is(server, "BROKENBATCH") => new BrokenBatchException(_topic),
        _ => exception,
    };
}
