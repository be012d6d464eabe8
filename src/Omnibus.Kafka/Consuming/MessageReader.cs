using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Native;

namespace Omnibus.Kafka.Consuming;

/// <summary>Takes records from librdkafka and fills deliveries with them, without an object for each. For one thread.</summary>
internal sealed unsafe class MessageReader(IClient client)
{
    // Of headers, by their place: the same one comes in the same place from record to record.
    private readonly NativeText[] _names = new NativeText[24];
    private readonly NativeHeader[] _headers = new NativeHeader[64];
    private readonly DeliveryMemory _memory = new();
    private readonly nint _client = NativeHandle.Of(client);
    private NativeText _topic;

    /// <summary>The next record, or an error that came in its place; null when none came in time. The client's callbacks run in here.</summary>
    public NativeMessage* Next(int milliseconds) => Librdkafka.Poll(_client, milliseconds);

    /// <summary>The topic; null with an error that is of none.</summary>
    public string? TopicOf(NativeMessage* message) => message->Topic == 0 ? null : _topic.Read(Librdkafka.TopicName(message->Topic));

    /// <summary>What came in place of a record.</summary>
    public Error ErrorOf(NativeMessage* message)
    {
        const int TextLength = 512;
        if (message->Error == (int)ErrorCode.Local_Fatal)
        {
            var text = stackalloc byte[TextLength];
            var code = Librdkafka.FatalError(_client, text, TextLength);
            return new Error((ErrorCode)code, TextOf(text), isFatal: true);
        }

        return new Error((ErrorCode)message->Error, TextOf(Librdkafka.ErrorText(message)));
    }

    /// <summary>Copies a record into a delivery.</summary>
    public void Fill(Delivery delivery, NativeMessage* message, string topic)
    {
        var count = Headers(message, out var headers);
        var length = (int)message->KeyLength + (int)message->BodyLength;
        foreach (ref readonly var header in headers)
        {
            length += (int)header.Length;
        }

        _memory.Begin(length);
        var time = Librdkafka.Timestamp(message, out var kind);
        delivery.Reset(
            topic,
            message->Partition,
            new Position(0, (ulong)message->Offset),
            Copy(message->Key, message->KeyLength),
            Copy(message->Body, message->BodyLength),
            kind == (int)TimestampType.NotAvailable ? null : time,
            _memory.Owner);
        for (var index = 0; index < count; index++)
        {
            ref readonly var header = ref headers[index];
            delivery.AddHeader(NameAt(index, header.Name), _memory.Copy(new ReadOnlySpan<byte>(header.Value, (int)header.Length)));
        }
    }

    /// <summary>Gives back what no delivery holds.</summary>
    public void Release() => _memory.Release();

    private static string TextOf(byte* text) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)text) ?? "";

    // A part that is not there is no memory at all; one of no bytes is an empty one. A bare null would become an array that is null, and that an empty memory.
    private ReadOnlyMemory<byte>? Copy(byte* bytes, nuint length) =>
        bytes is null ? (ReadOnlyMemory<byte>?)null : _memory.Copy(new ReadOnlySpan<byte>(bytes, (int)length));

    private string NameAt(int index, byte* name) => index < _names.Length ? _names[index].Read(name) : TextOf(name);

    private int Headers(NativeMessage* message, out ReadOnlySpan<NativeHeader> headers)
    {
        headers = default;
        if (Librdkafka.Headers(message, out var list) != 0)
        {
            return 0;
        }

        var found = _headers;
        var count = 0;
        while (true)
        {
            if (count == found.Length)
            {
                // More than anyone writes: for this record alone.
                Array.Resize(ref found, count * 2);
            }

            ref var header = ref found[count];
            if (Librdkafka.Header(list, (nuint)count, out header.Name, out header.Value, out header.Length) != 0)
            {
                break;
            }

            count++;
        }

        headers = found.AsSpan(0, count);
        return count;
    }

    private struct NativeHeader
    {
        public byte* Name;
        public byte* Value;
        public nuint Length;
    }
}
