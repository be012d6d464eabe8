using System.Buffers;
using Avro.IO;
using Avro.Specific;
using Omnibus.Bench.Events;
using Omnibus.Bench.Events.Specific;
using Omnibus.Bench.Measuring;

namespace Omnibus.Bench.Scenarios;

/// <summary>The generated codec against the specific writer and reader of Apache.Avro, whose streams, encoder and decoder are used again and again.</summary>
internal sealed class AvroScenario(int pairs, int events)
{
    private readonly IEventCodec<Login> _codec = Login.Definition.CodecFor(ContentTypes.Avro)!;
    private readonly byte[] _bytes = Encoded();

    /// <summary>The event goes into a buffer that is emptied for the next one.</summary>
    public Task<Comparison> EncodeAsync() => Comparison.TakeAsync(
        "Avro encode, the login event, against Apache.Avro's specific writer", pairs, events, () => Ready(WriteSpecific), () => Ready(WriteGenerated));

    public Task<Comparison> DecodeAsync() => Comparison.TakeAsync(
        "Avro decode, the login event, against Apache.Avro's specific reader", pairs, events, () => Ready(ReadSpecific), () => Ready(ReadGenerated));

    private static byte[] Encoded()
    {
        var buffer = new ArrayBufferWriter<byte>();
        Login.Definition.CodecFor(ContentTypes.Avro)!.Encode(Login.Example, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static Task<Func<Task>> Ready(Action run) => Task.FromResult<Func<Task>>(() =>
    {
        run();
        return Task.CompletedTask;
    });

    private static CloudEvent Specific()
    {
        var pii = Login.Example.User.Pii;
        return new CloudEvent
        {
            User = new Events.Specific.UserData
            {
                Id = Login.Example.User.Id,
                IsActive = Login.Example.User.IsActive,
                Pii = new Events.Specific.UserPersonalData { Username = pii.Username, Email = pii.Email, Name = pii.Name },
            },
        };
    }

    private void WriteSpecific()
    {
        var writer = new SpecificDatumWriter<CloudEvent>(CloudEvent.RecordSchema);
        using var stream = new MemoryStream();
        var encoder = new BinaryEncoder(stream);
        var login = Specific();
        for (var count = 0; count < events; count++)
        {
            stream.SetLength(0);
            writer.Write(login, encoder);
        }

        Check(stream.ToArray());
    }

    private void WriteGenerated()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var login = Login.Example;
        for (var count = 0; count < events; count++)
        {
            buffer.ResetWrittenCount();
            _codec.Encode(login, buffer);
        }

        Check(buffer.WrittenSpan);
    }

    private void ReadSpecific()
    {
        var reader = new SpecificDatumReader<CloudEvent>(CloudEvent.RecordSchema, CloudEvent.RecordSchema);
        using var stream = new MemoryStream(_bytes);
        var decoder = new BinaryDecoder(stream);
        CloudEvent? login = null;
        for (var count = 0; count < events; count++)
        {
            stream.Position = 0;
            login = reader.Read(null!, decoder);
        }

        Check(login?.User?.Pii?.Email);
    }

    private void ReadGenerated()
    {
        Login? login = null;
        for (var count = 0; count < events; count++)
        {
            login = _codec.Decode(_bytes);
        }

        Check(login?.User.Pii.Email);
    }

    // Both sides do the whole work, and the same.
    private void Check(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.SequenceEqual(_bytes))
        {
            throw new InvalidOperationException("The bytes differ.");
        }
    }

    private static void Check(string? email)
    {
        if (email != Login.Example.User.Pii.Email)
        {
            throw new InvalidOperationException("The event differs.");
        }
    }
}
