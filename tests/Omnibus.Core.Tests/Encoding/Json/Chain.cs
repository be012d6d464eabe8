using System.Buffers;
using System.Text;

namespace Omnibus.Core.Tests.Encodings;

/// <summary>An event that holds itself, as deep as one likes.</summary>
internal sealed record Chain : IEvent<Chain>
{
    public Chain? Next { get; init; }

    public static EventDefinition<Chain> Definition { get; } = new([new JsonCodec()], []) { Type = "test.chain.v1" };

    public static Chain Of(int length) => new() { Next = length == 1 ? null : Of(length - 1) };

    private sealed class JsonCodec : JsonEventCodec<Chain>
    {
        private static readonly JsonFields s_fields = new("next?");

        protected override void Write(JsonEventWriter writer, Chain? value)
        {
            if (writer.BeginRecord(s_fields, value))
            {
                Write(writer, value.Next);
                writer.EndRecord();
            }
        }

        protected override Chain Read(ref JsonEventReader reader)
        {
            Chain? next = null;
            var record = reader.BeginRecord(s_fields);
            while (reader.Next(ref record))
            {
                next = reader.TryReadNull() ? null : Read(ref reader);
            }

            return new Chain { Next = next };
        }
    }
}

/// <summary>Writes no field.</summary>
internal sealed class ForgetfulCodec : JsonEventCodec<Chain>
{
    private static readonly JsonFields s_fields = new("next?");

    protected override void Write(JsonEventWriter writer, Chain? value)
    {
        writer.BeginRecord(s_fields, value);
        writer.EndRecord();
    }

    protected override Chain Read(ref JsonEventReader reader) => throw new NotSupportedException();
}

/// <summary>Writes an event as the text of a field.</summary>
internal sealed class NestingCodec : JsonEventCodec<Chain>
{
    private static readonly JsonFields s_fields = new("next");

    protected override void Write(JsonEventWriter writer, Chain? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        if (writer.BeginRecord(s_fields, value))
        {
            Chain.Definition.EncodeJson(value, buffer);
            writer.WriteText(Encoding.UTF8.GetString(buffer.WrittenSpan));
            writer.EndRecord();
        }
    }

    protected override Chain Read(ref JsonEventReader reader) => throw new NotSupportedException();
}
