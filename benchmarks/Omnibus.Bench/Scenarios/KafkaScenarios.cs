using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Bench.Events;
using Omnibus.Bench.Measuring;
using Omnibus.Brokers;

namespace Omnibus.Bench.Scenarios;

/// <summary>Typed Omnibus on a real Kafka against loops on Confluent.Kafka: the same payload, headers, acknowledgement and commits.</summary>
internal sealed class KafkaScenarios(int pairs, int published, int consumed) : IAsyncDisposable
{
    private const int Partitions = 8;
    private const int Batch = 1000;
    private const int Window = 50;

    private readonly Reading[] _readings = Reading.Make(published);
    private KafkaCluster _cluster = null!;
    private IAdminClient _admin = null!;
    private int _names;

    public async Task StartAsync()
    {
        _cluster = await KafkaCluster.StartAsync(new KafkaClusterOptions { NeedsControl = true });
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _cluster.BootstrapServers }).Build();
    }

    /// <summary>As fast as it goes: raw with a handler for each record and librdkafka's own linger, ours in batches with some of them on their way.</summary>
    public Task<Comparison> PublishAsync() => Comparison.TakeAsync(
        $"Kafka publish, batches of {Batch}, {Window} on their way, against Produce with a handler",
        pairs,
        published,
        async () =>
        {
            var topic = await NewTopicAsync();
            var producer = RawKafka.Producer(_cluster.BootstrapServers);
            RawKafka.Produce(producer, topic, _readings.AsSpan(0, 1));
            return async () =>
            {
                RawKafka.Produce(producer, topic, _readings);
                producer.Dispose();
                await RemoveAsync(topic);
            };
        },
        async () =>
        {
            var topic = await NewTopicAsync();
            var bus = await BenchBus.StartAsync(Settings(topic));
            await bus.Bus.PublishAsync(_readings[..1]);
            return async () =>
            {
                await PublishAsync(bus.Bus);
                await bus.DisposeAsync();
                await RemoveAsync(topic);
            };
        });

    /// <summary>Long enough that starting and stopping a bus, which is in our side of it, does not count.</summary>
    public async Task<Comparison> ConsumeAsync()
    {
        var topic = await NewTopicAsync();
        using (var producer = RawKafka.Producer(_cluster.BootstrapServers))
        {
            for (var i = 0; i < consumed; i += published)
            {
                RawKafka.Produce(producer, topic, _readings);
            }
        }

        return await Comparison.TakeAsync(
            $"Kafka consume, {consumed:#,0} events, against Consume in a loop",
            pairs,
            consumed,
            () => Task.FromResult<Func<Task>>(() =>
            {
                var length = 0;
                return Task.Factory.StartNew(
                    () => RawKafka.Consume(
                        _cluster.BootstrapServers, topic, $"raw-{_names++}", consumed, (metadata, reading) => length += reading.Text.Length + metadata.Id.Length),
                    TaskCreationOptions.LongRunning);
            }),
            () => Task.FromResult<Func<Task>>(async () =>
            {
                var handler = new CountingHandler(consumed, readMetadata: true);
                await using var bus = await BenchBus.StartAsync(
                    [
                        .. Settings(topic),
                        new("Omnibus:Consume:reader:Group", $"ours-{_names++}"),
                        new("Omnibus:Consume:reader:Concurrency", "1"),
                    ],
                    handler);
                await handler.All;
            }));
    }

    /// <summary>One event at a time, awaited, with a pause before each: what a request handler pays.</summary>
    public async Task<IReadOnlyList<string>> LatencyAsync(int times)
    {
        var topic = await NewTopicAsync();
        using var producer = RawKafka.Producer(_cluster.BootstrapServers, lingerMilliseconds: 0);
        await using var bus = await BenchBus.StartAsync(Settings(topic));
        var headers = new RawKafka.ConstantHeaders();
        var codec = new ReadingCodec();
        var buffer = new ArrayBufferWriter<byte>(512);
        var raw = new List<double>();
        var ours = new List<double>();
        for (var i = -50; i < times; i++)
        {
            var reading = _readings[(i + 50) % published];
            await Task.Delay(5);
            var started = Stopwatch.GetTimestamp();
            await producer.ProduceAsync(topic, headers.Message(reading, codec, buffer));
            var rawTime = Stopwatch.GetElapsedTime(started);
            await Task.Delay(5);
            started = Stopwatch.GetTimestamp();
            await bus.Bus.PublishAsync(reading);
            var ourTime = Stopwatch.GetElapsedTime(started);
            if (i >= 0)
            {
                raw.Add(rawTime.TotalMilliseconds);
                ours.Add(ourTime.TotalMilliseconds);
            }
        }

        var (rawSorted, ourSorted) = (raw.Order().ToArray(), ours.Order().ToArray());
        return
        [
            "| one event, awaited, the producer idle before it | p50 | p99 |",
            "|---|---|---|",
            Row($"ProduceAsync, linger 0, {times} events", rawSorted),
            Row($"PublishAsync, {times} events, in turn with it", ourSorted),
            string.Create(
                CultureInfo.InvariantCulture,
                $"| ratio | **{Comparison.At(ourSorted, 0.5) / Comparison.At(rawSorted, 0.5):0.00}** | {Comparison.At(ourSorted, 0.99) / Comparison.At(rawSorted, 0.99):0.00} |"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private async Task PublishAsync(IEventBus bus)
    {
        var waiting = new Queue<Task>();
        for (var i = 0; i < published; i += Batch)
        {
            if (waiting.Count == Window)
            {
                await waiting.Dequeue();
            }

            waiting.Enqueue(bus.PublishAsync(new ArraySegment<Reading>(_readings, i, Batch)).AsTask());
        }

        foreach (var batch in waiting)
        {
            await batch;
        }
    }

    private static string Row(string name, double[] sorted) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {Comparison.At(sorted, 0.5):0.00} ms | {Comparison.At(sorted, 0.99):0.00} ms |");

    private async Task<string> NewTopicAsync()
    {
        var topic = $"run{_names++}-{Reading.Topic}";
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = Partitions }]);
        return topic;
    }

    /// <summary>So that the disk holds one run at a time.</summary>
    private Task RemoveAsync(string topic) => _admin.DeleteTopicsAsync([topic]);

    private KeyValuePair<string, string?>[] Settings(string topic) =>
    [
        new("Omnibus:Transport", "kafka"),
        new("Omnibus:Transports:kafka:BootstrapServers", _cluster.BootstrapServers),

        // As long as the raw client's patience is, and for the same reason: nobody waits for a single one.
        new("Omnibus:PublishTimeout", "00:05:00"),
        new("Omnibus:TopicPrefix", topic[..^(Reading.Topic.Length + 1)]),
    ];
}
