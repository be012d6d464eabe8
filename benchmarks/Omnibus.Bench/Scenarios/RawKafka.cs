using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Omnibus.Bench.Events;

namespace Omnibus.Bench.Scenarios;

/// <summary>
/// What an application would write by hand on Confluent.Kafka, and knows the client well: a handler and no task for each record, constant headers encoded
/// once, texts that repeat decoded once, offsets committed as the core commits them.
/// </summary>
internal static class RawKafka
{
    private const int CommitRecords = 1000;

    private static readonly TimeSpan s_commitAge = TimeSpan.FromMilliseconds(200);

    private static readonly string[] s_texts = new string[4];

    public static IProducer<byte[], byte[]> Producer(string servers, double? lingerMilliseconds = null) =>
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = servers,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = lingerMilliseconds,
            Partitioner = Partitioner.ConsistentRandom,
        }).Build();

    /// <summary>Produces every event and returns when all are acknowledged.</summary>
    public static void Produce(IProducer<byte[], byte[]> producer, string topic, ReadOnlySpan<Reading> readings)
    {
        var stored = 0;

        // Flush serves reports on this thread, beside the client's own.
        Action<DeliveryReport<byte[], byte[]>> handler = report =>
        {
            if (!report.Error.IsError)
            {
                Interlocked.Increment(ref stored);
            }
        };
        var headers = new ConstantHeaders();
        var codec = new ReadingCodec();
        var buffer = new ArrayBufferWriter<byte>(512);
        foreach (var reading in readings)
        {
            var message = headers.Message(reading, codec, buffer);
            while (true)
            {
                try
                {
                    producer.Produce(topic, message, handler);
                    break;
                }
                catch (ProduceException<byte[], byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
                {
                    producer.Flush(TimeSpan.FromMilliseconds(1));
                }
            }
        }

        producer.Flush();
        if (stored != readings.Length)
        {
            throw new InvalidOperationException($"{stored} of {readings.Length} were stored.");
        }
    }

    /// <summary>Joins a group, decodes metadata and payload of every event, calls the handler, and commits by count and age.</summary>
    public static void Consume(string servers, string topic, string group, int count, Action<EventMetadata, Reading> handler)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,

            // The fair setting of this client: with its default of a second a loop that is faster than its queue stands still.
            FetchQueueBackoffMs = 10,
        }).Build();
        consumer.Subscribe(topic);
        var codec = new ReadingCodec();
        var next = new Dictionary<int, long>();
        var uncommitted = 0;
        var committed = Stopwatch.GetTimestamp();
        for (var seen = 0; seen < count;)
        {
            if (consumer.Consume(100) is { } result)
            {
                handler(Metadata(result.Message.Headers), codec.Decode(result.Message.Value));
                next[result.Partition.Value] = result.Offset.Value + 1;
                seen++;
                uncommitted++;
            }

            if (uncommitted >= CommitRecords || (uncommitted > 0 && Stopwatch.GetElapsedTime(committed) >= s_commitAge))
            {
                Commit();
            }
        }

        Commit();
        consumer.Close();

        void Commit()
        {
            consumer.Commit(next.Select(entry => new TopicPartitionOffset(topic, entry.Key, entry.Value)));
            next.Clear();
            uncommitted = 0;
            committed = Stopwatch.GetTimestamp();
        }
    }

    private static EventMetadata Metadata(Headers headers)
    {
        string type = "", id = "", source = "", time = "", minor = "0", host = "", library = "";
        for (var i = 0; i < headers.Count; i++)
        {
            var header = headers[i];
            var value = header.GetValueBytes();
            switch (header.Key)
            {
                case "ce_type":
                    type = Same(0, value);
                    break;
                case "ce_id":
                    id = Encoding.UTF8.GetString(value);
                    break;
                case "ce_source":
                    source = Same(1, value);
                    break;
                case "ce_time":
                    time = Encoding.UTF8.GetString(value);
                    break;
                case "ce_minorversion":
                    minor = Encoding.UTF8.GetString(value);
                    break;
                case "sourcehost":
                    host = Same(2, value);
                    break;
                case "sourcelib":
                    library = Same(3, value);
                    break;
            }
        }

        return RawMetadata.Of(type, id, source, time, minor, host, library);
    }

    private static string Same(int place, byte[] value) =>
        s_texts[place] is { } text && Ascii.Equals(value, text) ? text : s_texts[place] = Encoding.UTF8.GetString(value);

    /// <summary>The headers of the wire format; what does not change from event to event is encoded once.</summary>
    internal sealed class ConstantHeaders
    {
        private readonly Header _version = new("ce_specversion", "1.0"u8.ToArray());
        private readonly Header _content = new("content-type", "application/avro"u8.ToArray());
        private readonly Header _dataContent = new("ce_datacontenttype", "application/avro"u8.ToArray());
        private readonly Header _type = new("ce_type", Encoding.UTF8.GetBytes(Reading.Type));
        private readonly Header _source = new("ce_source", "/bench"u8.ToArray());
        private readonly Header _minor = new("ce_minorversion", "0"u8.ToArray());
        private readonly Header _host = new("sourcehost", Encoding.UTF8.GetBytes(Environment.MachineName));
        private readonly Header _library = new("sourcelib", "0.1.0"u8.ToArray());

        public Message<byte[], byte[]> Message(Reading reading, ReadingCodec codec, ArrayBufferWriter<byte> buffer)
        {
            buffer.ResetWrittenCount();
            codec.Encode(reading, buffer);
            var headers = new Headers
            {
                _version,
                _content,
                _dataContent,
                _type,
                { "ce_id", Encoding.UTF8.GetBytes(Guid.CreateVersion7().ToString()) },
                _source,
                { "ce_time", Encoding.UTF8.GetBytes(DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)) },
                _minor,
                _host,
                _library,
            };
            return new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(reading.Key), Value = buffer.WrittenSpan.ToArray(), Headers = headers };
        }
    }
}
