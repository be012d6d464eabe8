using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Producing;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis;

/// <summary>
/// Writes batches: each stream's records by scripts, in order, on a connection that only publishes. A batch is settled when sending returns.
/// </summary>
internal sealed class RedisProducer(RedisConnection connection, ProducerSettings settings, TimeProvider timeProvider) : IProducerDriver
{
    private readonly Dictionary<string, TopicStreams> _topics = new(StringComparer.Ordinal);
    private readonly List<StreamBatch> _batches = [];
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly KeyPartitioner _partitioner = new();
    private readonly Retention _retention = new(connection, timeProvider);

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await LearnAsync(batch, cancellationToken).ConfigureAwait(false);
        Distribute(batch.Span);
        if (_batches.Count == 1)
        {
            Learn(await _batches[0].SendAsync(connection).ConfigureAwait(false));
        }
        else
        {
            foreach (var failure in await Task.WhenAll(_batches.Select(stream => stream.SendAsync(connection))).ConfigureAwait(false))
            {
                Learn(failure);
            }
        }

        foreach (var stream in _batches)
        {
            _retention.Written(stream.Topic, stream.Stream);
        }

        _batches.Clear();
    }

    /// <inheritdoc />
    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        await _retention.EndAsync().ConfigureAwait(false);
    }

    /// <summary>Finds out how many partitions the topics have that this producer did not write to before. Nothing is handed over yet.</summary>
    private async ValueTask LearnAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        string? last = null;
        for (var index = 0; index < batch.Length; index++)
        {
            var topic = batch.Span[index].Topic;
            if (topic == last || _topics.ContainsKey(topic))
            {
                last = topic;
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (await TopicFacts.PartitionsAsync(connection, topic).ConfigureAwait(false) is { } partitions)
            {
                _topics.Add(topic, new TopicStreams(topic, partitions, _name, settings, timeProvider));
            }

            last = topic;
        }
    }

    private void Distribute(ReadOnlySpan<OutgoingRecord> batch)
    {
        TopicStreams? streams = null;
        foreach (var record in batch)
        {
            if (streams?.Topic != record.Topic && !_topics.TryGetValue(record.Topic, out streams))
            {
                record.Fail(new MissingTopicException(record.Topic), mayBeStored: false);
                continue;
            }

            try
            {
                var stream = streams.For(record, _partitioner);
                if (stream.IsEmpty)
                {
                    _batches.Add(stream);
                }

                stream.Add(record);
            }
            catch (ArgumentOutOfRangeException exception)
            {
                record.Fail(exception, mayBeStored: false);
            }
        }
    }

    /// <summary>A topic that is gone or was made anew is looked at again by the next batch.</summary>
    private void Learn(Exception? failure)
    {
        if (failure is MissingTopicException or PartitionsChangedException)
        {
            _topics.Clear();
        }
    }
}
