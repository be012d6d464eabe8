using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Streams;
using RESPite.Messages;
using StackExchange.Redis;

namespace Omnibus.Redis.Producing;

/// <summary>
/// The records of one batch that go to one stream, and their way there. Reused from batch to batch; owned by the producer, which is called by
/// one loop.
/// </summary>
/// <remarks>
/// Records travel by scripts and not by a command each: an answer for many instead of a task for each. A few calls are on their way at a time, so
/// that the client lays one out while the server stores another. Each stores nothing unless the one before it did: a connection that breaks and
/// comes back in the middle cannot store the end of a batch without its beginning.
/// </remarks>
internal sealed class StreamBatch
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
    private long _place;
    private long? _checked;

    /// <summary>
    /// One at a time until the server is known to have the script: sending the text in answer to "no such script" would bring calls out of order,
    /// and all but one be refused.
    /// </summary>
    private int _window = 1;

    /// <param name="topic">The topic.</param>
    /// <param name="partition">Which of its partitions this is.</param>
    /// <param name="partitions">How many it has.</param>
    /// <param name="producer">Names the producer among all.</param>
    /// <param name="settings">How it stores.</param>
    /// <param name="timeProvider">The clock.</param>
    public StreamBatch(string topic, int partition, int partitions, string producer, ProducerSettings settings, TimeProvider timeProvider)
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

    /// <summary>Stores the records and settles each of them. Never throws; returns the first failure, if there was one.</summary>
    public Task<Exception?> SendAsync(RedisConnection connection) =>
        _records.Count == 1 && _checked is { } time && _timeProvider.GetElapsedTime(time) < s_trusted ? SendAloneAsync(connection) : SendTogetherAsync(connection);

    private async Task<Exception?> SendAloneAsync(RedisConnection connection)
    {
        var call = _calls[0];
        call.StartAlone(connection, (RedisKey)_keys[1], (RedisValue)_keys[^1], _records[0]);
        var failure = await EndAsync(call).ConfigureAwait(false);
        failure = await WaitAsync(connection).ConfigureAwait(false) ?? failure;
        _records.Clear();
        return failure;
    }

    private async Task<Exception?> SendTogetherAsync(RedisConnection connection)
    {
        var (started, ended, next) = (0, 0, 0);
        Exception? failure = null;
        while (next < _records.Count || ended < started)
        {
            if (next < _records.Count && started - ended < _window && failure is null)
            {
                var call = _calls[started % MostCalls];
                call.Arrange(_keys, _records, next);
                next += call.Count;
                call.Start(connection, started == 0 ? "" : _place, next < _records.Count ? ++_place : "");
                started++;
                continue;
            }

            if (ended == started)
            {
                // A call failed. What was not handed over is not stored, and follows what has to be sent again.
                FailRest(next, _records.Count, failure!, mayBeStored: false);
                break;
            }

            var failed = await EndAsync(_calls[ended % MostCalls]).ConfigureAwait(false);
            failure ??= failed;
            _window = failure is null ? MostCalls : 1;
            _checked = failure is null ? _timeProvider.GetTimestamp() : null;
            ended++;
        }

        failure = await WaitAsync(connection).ConfigureAwait(false) ?? failure;
        _records.Clear();
        return failure;
    }

    private async ValueTask<Exception?> EndAsync(PublishCall call)
    {
        var settled = call.First;
        try
        {
            using var reply = await call.AnswerAsync().ConfigureAwait(false);
            Settle(reply.Read(), call, ref settled);
            call.Clear();
            return null;
        }
        catch (Exception exception)
        {
            call.Abandon();
            var failure = Translate(exception);
            var mayBeStored = RedisFaults.MayBeDone(failure);
            if (settled < call.First + call.Count)
            {
                _records[settled].Fail(failure, mayBeStored);
                FailRest(settled + 1, call.First + call.Count, failure, mayBeStored);
            }

            return failure;
        }
    }

    private void Settle(RespReader reply, PublishCall call, ref int settled)
    {
        if (reply.IsScalar)
        {
            var id = reply.IsNull ? throw new MissingTopicException(_topic) : ReadId(ref reply);
            settled++;
            Stored(_records[0], id);
            return;
        }

        var ids = reply.AggregateLength();
        for (var index = call.First; index < call.First + ids; index++)
        {
            if (reply.TryMoveNext(checkError: false) && reply.IsError)
            {
                // Redis refused this one and the script stopped. The rest was not tried.
                throw RedisFaults.FromReply(reply.ReadString() ?? "");
            }

            settled = index + 1;
            Stored(_records[index], ReadId(ref reply));
        }

        if (ids != call.Count)
        {
            throw new InvalidDataException($"The server answered {ids} of {call.Count} records of topic '{_topic}'.");
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
    private async ValueTask<Exception?> WaitAsync(RedisConnection connection)
    {
        if (_settings.Durability is not { } durability || _stored.Count == 0)
        {
            return null;
        }

        Exception? failure = null;
        try
        {
            // A little less than the client waits for any answer.
            await durability.WaitAsync(connection, _settings.SendTimeout * 0.8).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
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
        return failure;
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
    private void FailRest(int first, int end, Exception exception, bool mayBeStored)
    {
        var reason = RedisFaults.Classify(exception) == FaultCode.InvalidArgument ? new BrokenBatchException(_topic) : exception;
        for (var index = first; index < end; index++)
        {
            _records[index].Fail(reason, mayBeStored);
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
