using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Omnibus.Kafka.Native;

/// <summary>
/// A producer of librdkafka without an object for each record: what is produced is copied, and reports come as batches on a thread of its own.
/// <see cref="Produce"/> is for one thread.
/// </summary>
internal sealed unsafe class NativeProducer : IDisposable
{
    private const int Producer = 0;
    private const int Reports = 0x1;
    private const int Errors = 0x8;
    private const int ReportBatch = 512;
    private const int PollMilliseconds = 1000;
    private const int TextLength = 512;

    private readonly nint _client;
    private readonly nint _queue;
    private readonly Thread _thread;
    private readonly Action<Error> _onError;
    private readonly IReportSink _sink;
    private volatile bool _ending;

    /// <summary>Makes the client; it connects by itself.</summary>
    /// <param name="config">Its properties.</param>
    /// <param name="sink">Takes the reports, on the producer's thread.</param>
    /// <param name="onError">Takes errors that belong to no record, on the producer's thread.</param>
    /// <exception cref="KafkaException">librdkafka refuses the properties.</exception>
    public NativeProducer(ProducerConfig config, IReportSink sink, Action<Error> onError)
    {
        (_sink, _onError) = (sink, onError);
        var text = stackalloc byte[TextLength];
        _client = Librdkafka.New(Producer, ConfigurationOf(config, text), text, TextLength);
        if (_client == 0)
        {
            throw Refused(text);
        }

        _queue = Librdkafka.MainQueue(_client);
        _thread = new Thread(Serve) { IsBackground = true, Name = "omnibus kafka reports" };
        _thread.Start();
    }

    /// <summary>Hands a record over. Its memory is free when this returns.</summary>
    /// <exception cref="KafkaException">It was not taken.</exception>
    public void Produce(ReadOnlySpan<NativeArgument> arguments)
    {
        nint error;
        fixed (NativeArgument* first = arguments)
        {
            error = Librdkafka.Produce(_client, first, (nuint)arguments.Length);
        }

        if (error != 0)
        {
            throw Failure(error);
        }
    }

    /// <summary>Ends the client. Records that have no report by now get none.</summary>
    public void Dispose()
    {
        _ending = true;
        Librdkafka.Wake(_queue);
        _thread.Join();
        Librdkafka.DestroyQueue(_queue);
        Librdkafka.DestroyClient(_client);
    }

    private static nint ConfigurationOf(ProducerConfig config, byte* text)
    {
        var configuration = Librdkafka.NewConfiguration();
        foreach (var (name, value) in config)
        {
            // Properties of the client library itself.
            if (!name.StartsWith("dotnet.", StringComparison.Ordinal) && Librdkafka.Set(configuration, name, value, text, TextLength) != 0)
            {
                Librdkafka.DestroyConfiguration(configuration);
                throw Refused(text);
            }
        }

        Librdkafka.SetEvents(configuration, Reports | Errors);
        if (config.Debug is null)
        {
            // What matters in the log comes as an error as well.
            Librdkafka.SetLog(configuration, 0);
        }

        return configuration;
    }

    private void Serve()
    {
        while (!_ending)
        {
            var @event = Librdkafka.PollEvent(_queue, PollMilliseconds);
            if (@event == 0)
            {
                continue;
            }

            switch (Librdkafka.EventType(@event))
            {
                case Reports:
                    Report(@event);
                    break;
                case Errors:
                    _onError(new Error(
                        (ErrorCode)Librdkafka.EventError(@event), TextOf(Librdkafka.EventErrorText(@event)), Librdkafka.EventErrorIsFatal(@event) != 0));
                    break;
            }

            Librdkafka.DestroyEvent(@event);
        }
    }

    private void Report(nint @event)
    {
        var messages = stackalloc NativeMessage*[ReportBatch];
        while ((int)Librdkafka.EventMessages(@event, messages, ReportBatch) is var count and > 0)
        {
            for (var index = 0; index < count; index++)
            {
                var message = messages[index];
                _sink.Report(
                    (int)message->Opaque,
                    message->Partition,
                    message->Offset,
                    (ErrorCode)message->Error,
                    (PersistenceStatus)Librdkafka.Status(message));
            }

            _sink.Reported(count);
        }
    }

    private static KafkaException Failure(nint error)
    {
        var failure = new Error((ErrorCode)Librdkafka.ErrorCode(error), TextOf(Librdkafka.ErrorText(error)), Librdkafka.ErrorIsFatal(error) != 0);
        Librdkafka.DestroyError(error);
        return new KafkaException(failure);
    }

    private static KafkaException Refused(byte* text) => new(new Error(ErrorCode.Local_InvalidArg, TextOf(text)));

    private static string TextOf(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}

/// <summary>Takes what became of records. Never throws.</summary>
internal interface IReportSink
{
    /// <summary>One record is settled.</summary>
    void Report(int number, int partition, long offset, ErrorCode error, PersistenceStatus status);

    /// <summary>So many were, since the last call.</summary>
    void Reported(int count);
}
