using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Native;

namespace Omnibus.Kafka.Producing;

/// <summary>
/// Writes through librdkafka's idempotent producer. A record is copied by librdkafka before <see cref="SendAsync"/> returns, and known to it by a number.
/// </summary>
internal sealed class KafkaProducer : IProducerDriver, IReportSink
{
    // Beyond the longest time that librdkafka keeps a record.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly NativeProducer _producer;
    private readonly KafkaConnection _connection;
    private readonly OpenDrivers _open;
    private readonly TimeProvider _time;
    private readonly TimeSpan _sendTimeout;
    private readonly RecordArguments _arguments = new();
    private readonly HandedOver _records = new();
    private readonly Lock _closing = new();
    private TaskCompletionSource? _flushed;
    private Task? _closed;
    private long _handed;
    private long _settled;

    // Known to the core once it flushes. Until then nothing may overtake what failed.
    private volatile Exception? _failure;

    public KafkaProducer(KafkaOptions options, TransportHost host, ProducerRequest request, OpenDrivers open)
    {
        _open = open;
        _connection = new KafkaConnection(host.Notices, options.BootstrapServers);
        _time = host.TimeProvider;
        _sendTimeout = request.SendTimeout;
        _producer = new NativeProducer(options.Producer(host, request), this, _connection.Report);
    }

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed is not null, this);
        cancellationToken.ThrowIfCancellationRequested();
        var records = batch.Span;
        if (_failure is { } failure)
        {
            FailRest(records, failure);
            return default;
        }

        for (var index = 0; index < records.Length; index++)
        {
            try
            {
                Hand(records[index]);
            }
            catch (KafkaException exception)
            {
                records[index].Fail(exception, mayBeStored: false);
                if (!IsOwnFault(exception))
                {
                    // It may be over at any moment, as when a topic has just been made: what comes behind must not overtake it.
                    FailRest(records[(index + 1)..], exception);
                    break;
                }
            }
            catch (Exception exception) when (index > 0)
            {
                FailRest(records[index..], exception);
                break;
            }
        }

        return default;
    }

    /// <inheritdoc />
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _flushed, flushed);
        CompleteFlush();
        await flushed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        _failure = null;
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
        _arguments.Dispose();
        _open.Remove(this);
    }

    private void Hand(OutgoingRecord record)
    {
        // Before the call: the report may be faster than its return.
        Volatile.Write(ref _handed, _handed + 1);
        var number = _records.Add(record);
        try
        {
            _producer.Produce(_arguments.Of(record, number));
        }
        catch
        {
            _records.Take(number);
            Volatile.Write(ref _handed, _handed - 1);
            throw;
        }
    }

    private static void FailRest(ReadOnlySpan<OutgoingRecord> records, Exception exception)
    {
        foreach (var record in records)
        {
            record.Fail(exception, mayBeStored: false);
        }
    }

    /// <inheritdoc />
    public void Report(int number, int partition, long offset, ErrorCode error, PersistenceStatus status)
    {
        var record = _records.Take(number);
        if (error == ErrorCode.NoError)
        {
            _connection.Answered();

            // The broker does not tell the place of a repeated record that it had already.
            record.Succeed(partition, offset < 0 ? default : new Position(0, (ulong)offset));
        }
        else
        {
            var exception = FaultOf(new Error(error));
            if (!IsOwnFault(exception))
            {
                _failure ??= exception;
            }

            record.Fail(exception, status != PersistenceStatus.NotPersisted);
        }
    }

    /// <inheritdoc />
    public void Reported(int count)
    {
        // A full fence: whoever waits sees this count, or is seen here.
        Interlocked.Add(ref _settled, count);
        if (Volatile.Read(ref _flushed) is not null)
        {
            CompleteFlush();
        }
    }

    /// <summary>Whether only this record is refused, and those behind it need not be.</summary>
    private static bool IsOwnFault(KafkaException exception) => KafkaFaults.Classify(exception) is FaultCode.TooLarge or FaultCode.InvalidArgument;

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
