using System.Text;
using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Administration;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace Omnibus.Kafka.Schemas;

/// <summary>
/// Schemas where there is no registry: in a compacted topic with one partition. A record's key is a mark and what the schema is used for, its value
/// the text. What was read is remembered; the topic is read on when something is not known.
/// </summary>
internal sealed class SchemaTopic(KafkaOptions options, TransportHost host, KafkaAdministrator administrator) : ISchemaStore, IDisposable
{
    private const char Between = '\t';

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TopicSchema>> _uses = new(StringComparer.Ordinal);
    private long _next;

    private string Name => options.SchemaTopic;

    /// <inheritdoc />
    public async ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var use = new TopicSchema(schema.Role, schema.RecordName, new SchemaMark(null, schema.Fingerprint));
        return await AloneAsync(
            async () =>
            {
                if (!IsKnown(schema.Topic, use))
                {
                    await ReadOnAsync(cancellationToken).ConfigureAwait(false);
                }

                if (!IsKnown(schema.Topic, use))
                {
                    await administrator.CreateCompactedAsync(Name, cancellationToken).ConfigureAwait(false);
                    await AppendAsync(schema, cancellationToken).ConfigureAwait(false);
                    Remember(schema.Topic, use, schema.Text);
                }

                return use.Mark;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => mark.Text is not { } text
        ? null
        : await AloneAsync(
            async () =>
            {
                if (!_texts.ContainsKey(text))
                {
                    await ReadOnAsync(cancellationToken).ConfigureAwait(false);
                }

                return _texts.GetValueOrDefault(text);
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken) => await AloneAsync(
        async () =>
        {
            await ReadOnAsync(cancellationToken).ConfigureAwait(false);
            return (IReadOnlyList<TopicSchema>)[.. _uses.GetValueOrDefault(topic, [])];
        },
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<T> AloneAsync<T>(Func<Task<T>> act, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private bool IsKnown(string topic, TopicSchema use) => _uses.TryGetValue(topic, out var uses) && uses.Contains(use);

    private void Remember(string topic, TopicSchema use, string text)
    {
        _texts.TryAdd(use.Mark.Text!, text);
        if (!_uses.TryGetValue(topic, out var uses))
        {
            _uses[topic] = uses = [];
        }

        if (!uses.Contains(use))
        {
            uses.Add(use);
        }
    }

    private async Task AppendAsync(SchemaRegistration schema, CancellationToken cancellationToken)
    {
        using var producer = new ProducerBuilder<string, string>(options.Producer(host, new ProducerRequest { SendTimeout = s_patience }))
            .SetErrorHandler(static (_, _) => { })
            .SetLogHandler(options.LogHandler)
            .Build();
        var key = string.Join(Between, schema.Fingerprint, schema.Topic, schema.Role == SchemaRole.Key ? "key" : "value", schema.RecordName);
        await producer.ProduceAsync(
            new TopicPartition(Name, 0), new Message<string, string> { Key = key, Value = schema.Text }, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadOnAsync(CancellationToken cancellationToken)
    {
        if (await administrator.DescribeAsync(Name, cancellationToken).ConfigureAwait(false) is { } topic && topic.Partitions[0].End.Low > (ulong)_next)
        {
            // The client blocks its thread.
            await Task.Run(() => Read((long)topic.Partitions[0].End.Low, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Read(long end, CancellationToken cancellationToken)
    {
        var config = options.Consumer(host, new ConsumerRequest { Group = null, Topics = [Name], Coordination = Coordination.None });
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.EnablePartitionEof = true;
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config)
            .SetErrorHandler(static (_, _) => { })
            .SetLogHandler(options.LogHandler)
            .Build();
        consumer.Assign(new TopicPartitionOffset(Name, 0, _next));
        while (_next < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var record = consumer.Consume(s_patience)
                ?? throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"Topic '{Name}' was not read within {s_patience.TotalSeconds:0} s."));
            if (record.IsPartitionEOF)
            {
                break;
            }

            _next = record.Offset.Value + 1;
            if (record.Message.Key is { } key && record.Message.Value is { } value && Encoding.UTF8.GetString(key).Split(Between) is [var mark, var of, var role, var name])
            {
                Remember(of, new TopicSchema(role == "key" ? SchemaRole.Key : SchemaRole.Value, name, new SchemaMark(null, mark)), Encoding.UTF8.GetString(value));
            }
        }

        consumer.Close();
    }
}
