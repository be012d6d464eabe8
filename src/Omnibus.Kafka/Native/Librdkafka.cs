using System.Runtime.InteropServices;

namespace Omnibus.Kafka.Native;

/// <summary>
/// The functions of librdkafka that are called for every record, as its header declares them. Everything else goes through the client library, whose
/// objects for each record cost more than the record. <see cref="KafkaLibrary"/> says which file they are in.
/// </summary>
internal static unsafe partial class Librdkafka
{
    public const string Library = "librdkafka";

    [LibraryImport(Library, EntryPoint = "rd_kafka_consumer_poll")]
    public static partial NativeMessage* Poll(nint client, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void Destroy(NativeMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_errstr")]
    public static partial byte* ErrorText(NativeMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_headers")]
    public static partial int Headers(NativeMessage* message, out nint headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_all")]
    [SuppressGCTransition]
    public static partial int Header(nint headers, nuint index, out byte* name, out byte* value, out nuint length);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_timestamp")]
    [SuppressGCTransition]
    public static partial long Timestamp(NativeMessage* message, out int kind);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_status")]
    [SuppressGCTransition]
    public static partial int Status(NativeMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_name")]
    [SuppressGCTransition]
    public static partial byte* TopicName(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_fatal_error")]
    public static partial int FatalError(nint client, byte* text, nuint length);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void DestroyConfiguration(nint configuration);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(nint configuration, string name, string value, byte* errorText, nuint errorLength);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_events")]
    public static partial void SetEvents(nint configuration, int events);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_log_cb")]
    public static partial void SetLog(nint configuration, nint callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    public static partial nint New(int type, nint configuration, byte* errorText, nuint errorLength);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    public static partial void DestroyClient(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_main")]
    public static partial nint MainQueue(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_yield")]
    public static partial void Wake(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_poll")]
    public static partial nint PollEvent(nint queue, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_type")]
    public static partial int EventType(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_destroy")]
    public static partial void DestroyEvent(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_message_array")]
    public static partial nuint EventMessages(nint @event, NativeMessage** messages, nuint length);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_error")]
    public static partial int EventError(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_error_string")]
    public static partial byte* EventErrorText(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_event_error_is_fatal")]
    public static partial int EventErrorIsFatal(nint @event);

    [LibraryImport(Library, EntryPoint = "rd_kafka_produceva")]
    public static partial nint Produce(nint client, NativeArgument* arguments, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_code")]
    public static partial int ErrorCode(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_string")]
    public static partial byte* ErrorText(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_is_fatal")]
    public static partial int ErrorIsFatal(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_destroy")]
    public static partial void DestroyError(nint error);

    /// <summary>The file of the library, by the names that the client library tries, in its order: both must use one.</summary>
    public static nint Resolve(string name, System.Reflection.Assembly client)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var file in (ReadOnlySpan<string>)[Library, "alpine-librdkafka", "centos8-librdkafka"])
        {
            if (NativeLibrary.TryLoad(file, client, null, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}

/// <summary>A record as librdkafka hands it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Body;
    public nuint BodyLength;
    public byte* Key;
    public nuint KeyLength;
    public long Offset;
    public nint Opaque;
}

/// <summary>One argument of producing: a kind, and a union that librdkafka pads for the future.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct NativeArgument
{
    public const int Topic = 1;
    public const int PartitionNumber = 3;
    public const int Value = 4;
    public const int Key = 5;
    public const int Opaque = 6;
    public const int Flags = 7;
    public const int Header = 9;

    [FieldOffset(0)]
    public int Kind;

    [FieldOffset(8)]
    public int Number;

    [FieldOffset(8)]
    public void* Pointer;

    /// <summary>Of <see cref="Pointer"/>, where the argument is memory.</summary>
    [FieldOffset(16)]
    public nuint Length;

    /// <summary>The value of a header, whose name is <see cref="Pointer"/>.</summary>
    [FieldOffset(16)]
    public void* HeaderValue;

    [FieldOffset(24)]
    public nint HeaderLength;
}
