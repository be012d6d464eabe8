using Confluent.Kafka;
using Omnibus.Drivers;
using TopicPartition = Confluent.Kafka.TopicPartition;

namespace Omnibus.Kafka.Producing;

/// <summary>
/// Writes through librdkafka's idempotent producer. The record itself travels as the message's "key" and "value", so that one delivery handler
/// serves all records; its bytes are copied by librdkafka before <see cref="SendAsync"/> returns.
/// </summary>
internal sealed class KafkaProducer : IProducerDriver
{
    // Beyond the longest time that librdkafka keeps a record.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly IProducer<OutgoingRecord, OutgoingRecord> _producer;
    private readonly KafkaConnection _connection;
    private readonly OpenDrivers _open;
    private readonly TimeProvider _time;
    private readonly TimeSpan _sendTimeout;
    private readonly Action<DeliveryReport<OutgoingRecord, OutgoingRecord>> _onDelivered;
    private readonly Message<OutgoingRecord, OutgoingRecord> _message = new();
    private readonly OutgoingHeaders _headers = new();
    private readonly Lock _closing = new();
    private TopicPartition _any = new("", Partition.Any);
    private TaskCompletionSource? _flushed;
    private Task? _closed;
    private long _handed;
    private long _settled;

    public KafkaProducer(KafkaOptions options, TransportHost host, ProducerRequest request, OpenDrivers open)
    {
        _open = open;
        _connection = new KafkaConnection(host.Notices, options.BootstrapServers);
        _time = host.TimeProvider;
        _sendTimeout = request.SendTimeout;
        _onDelivered = OnDelivered;
        _producer = new ProducerBuilder<OutgoingRecord, OutgoingRecord>(options.Producer(host, request))
            .SetKeySerializer(new RecordBytes(static record => record.Key))
            .SetValueSerializer(new RecordBytes(static record => record.Body))
            .SetErrorHandler((_, error) => _connection.Report(error))
            .SetLogHandler(options.LogHandler)
            .Build();
    }

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed is not null, this);
        cancellationToken.ThrowIfCancellationRequested();
        var records = batch.Span;
        for (var index = 0; index < records.Length; index++)
        {
            try
            {
                Hand(records[index]);
            }
            catch (KafkaException exception)
            {
                Volatile.Write(ref _handed, _handed - 1);
                var fault = new KafkaException(exception.Error);
                records[index].Fail(fault, mayBeStored: false);
                if (KafkaFaults.Classify(exception) is not (FaultCode.TooLarge or FaultCode.InvalidArgument))
                {
                    // Not this record's own fault, and it may be over at any moment, as when a topic has just been made: what comes behind must not overtake it.
                    FailRest(records[(index + 1)..], fault);
                    break;
                }
            }
            catch (Exception exception) when (index > 0)
            {
                Volatile.Write(ref _handed, _handed - 1);
                FailRest(records[index..], exception);
                break;
            }
            catch
            {
                Volatile.Write(ref _handed, _handed - 1);
                throw;
            }
        }

        _message.Key = null!;
        _message.Value = null!;
        return default;
    }

    /// <inheritdoc />
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _flushed, flushed);
        CompleteFlush();
        await flushed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    /// <remarks>Waits until every record is settled; librdkafka settles each within the send timeout.</remarks>
    public ValueTask DisposeAsync()
    {
        lock (_closing)
        {
            return new ValueTask(_closed ??= CloseAsync());
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None).AsTask().WaitAsync(_sendTimeout + s_grace, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing more can be learned about them.
        }

        await Task.Run(_producer.Dispose).ConfigureAwait(false);
        _open.Remove(this);
    }

    private void Hand(OutgoingRecord record)
    {
        // Before the call: the report may be faster than its return.
        Volatile.Write(ref _handed, _handed + 1);
        _message.Key = record;
        _message.Value = record;
        _message.Headers = _headers.Fill(record.Headers);
        _producer.Produce(PlaceOf(record), _message, _onDelivered);
    }

    private TopicPartition PlaceOf(OutgoingRecord record)
    {
        if (record.Partition is { } partition)
        {
            return new TopicPartition(record.Topic, partition);
        }

        return ReferenceEquals(_any.Topic, record.Topic) || _any.Topic == record.Topic ? _any : _any = new TopicPartition(record.Topic, Partition.Any);
    }

    private static void FailRest(ReadOnlySpan<OutgoingRecord> records, Exception exception)
    {
        foreach (var record in records)
        {
            record.Fail(exception, mayBeStored: false);
        }
    }

    private void OnDelivered(DeliveryReport<OutgoingRecord, OutgoingRecord> report)
    {
        try
        {
            var record = report.Message.Key;
            if (!report.Error.IsError)
            {
                _connection.Answered();

                // The broker does not tell the place of a repeated record that it had already.
                record.Succeed(report.Partition.Value, report.Offset.IsSpecial ? default : new Position(0, (ulong)report.Offset.Value));
            }
            else
            {
                record.Fail(FaultOf(report.Error), report.Status != PersistenceStatus.NotPersisted);
            }
        }
        finally
        {
            // A full fence: whoever waits sees this count, or is seen here.
            Interlocked.Increment(ref _settled);
            if (Volatile.Read(ref _flushed) is not null)
            {
                CompleteFlush();
            }
        }
    }

    private KafkaException FaultOf(Error error) =>
        (error.Code == ErrorCode.Local_MsgTimedOut ? _connection.Fault : null) ?? new KafkaException(error);

    private void CompleteFlush()
    {
        if (Volatile.Read(ref _settled) == Volatile.Read(ref _handed))
        {
            Interlocked.Exchange(ref _flushed, null)?.TrySetResult();
        }
    }
}
