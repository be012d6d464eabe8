using System.Collections.Concurrent;
using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Producing;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis;

/// <summary>
/// Writes batches: each stream's records by scripts, in order, on a connection that only publishes. Several are on their way at a time.
/// </summary>
internal sealed class RedisProducer(RedisConnection connection, ProducerSettings settings, TimeProvider timeProvider) : IProducerDriver
{
    // Closing may look at it while a batch is sent.
    private readonly ConcurrentDictionary<string, TopicStreams> _topics = new(StringComparer.Ordinal);
    private readonly List<StreamPublisher> _touched = [];
    private readonly string _name = Guid.NewGuid().ToString("N");
    private readonly KeyPartitioner _partitioner = new();
    private readonly Retention _retention = new(connection, timeProvider);

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await LearnAsync(batch, cancellationToken).ConfigureAwait(false);
        Distribute(batch.Span);
        if (_touched.Count == 1)
        {
            await _touched[0].SendAsync(connection).ConfigureAwait(false);
        }
        else
        {
            await Task.WhenAll(_touched.Select(stream => stream.SendAsync(connection))).ConfigureAwait(false);
        }

        foreach (var stream in _touched)
        {
            _retention.Written(stream.Topic, stream.Stream);
        }

        _touched.Clear();
    }

    /// <inheritdoc />
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var failures = await SettledAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (failures.Any(failure => failure is MissingTopicException or PartitionsChangedException))
        {
            // A topic that is gone or was made anew is looked at again.
            _topics.Clear();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        await SettledAsync().ConfigureAwait(false);
        await _retention.EndAsync().ConfigureAwait(false);
    }

    private Task<Exception?[]> SettledAsync() => Task.WhenAll(_topics.Values.SelectMany(topic => topic.Publishers).Select(stream => stream.FlushAsync()));

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
                _topics[topic] = new TopicStreams(topic, partitions, _name, settings, timeProvider);
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
                    _touched.Add(stream);
                }

                stream.Add(record);
            }
            catch (ArgumentOutOfRangeException exception)
            {
                record.Fail(exception, mayBeStored: false);
            }
        }
    }
}
