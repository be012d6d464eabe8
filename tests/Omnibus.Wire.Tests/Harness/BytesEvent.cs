using System.Buffers;
using Omnibus.Schemas;

namespace Omnibus.Wire.Tests;

/// <summary>
/// An event of whatever schema a test sets: its data is the Avro itself, as the codec that is generated for that schema would write and read it. Two
/// services have two of them, so that each has a schema of its own for one event type.
/// </summary>
/// <typeparam name="TSide">Tells the services apart.</typeparam>
public sealed record BytesEvent<TSide>(byte[] Data) : IEvent<BytesEvent<TSide>>
{
    private static EventDefinition<BytesEvent<TSide>>? s_definition;

    public static EventDefinition<BytesEvent<TSide>> Definition => s_definition ?? throw new InvalidOperationException("No schema is set.");

    /// <summary>Sets the schema, for the services that are made from now on.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="schema">The schema's text.</param>
    /// <param name="key">The path of the key, and the type of its values.</param>
    /// <param name="keyOf">The key of some data.</param>
    public static void Set(string type, string schema, (string Path, string Type)? key = null, Func<byte[], string?>? keyOf = null)
    {
        var parsed = new AvroEngine().Parse(schema);
        EventKey<BytesEvent<TSide>>[] keys = key is { } at ? [new(at.Path, bytes => keyOf!(bytes.Data), at.Type)] : [];
        s_definition = new EventDefinition<BytesEvent<TSide>>([new Codec(parsed)], keys)
        {
            Type = type,
            Schema = new EventSchema(schema, parsed.Mark),
        };
    }

    private sealed class Codec(AvroSchema schema) : IEventCodec<BytesEvent<TSide>>
    {
        public string ContentType => ContentTypes.Avro;

        public void Encode(BytesEvent<TSide> @event, IBufferWriter<byte> buffer) => buffer.Write(@event.Data);

        public BytesEvent<TSide> Decode(ReadOnlySpan<byte> data)
        {
            AvroData.Check(schema.Root, data);
            return new BytesEvent<TSide>(data.ToArray());
        }
    }
}

/// <summary>The service that publishes.</summary>
public sealed class Writing;

/// <summary>The service that consumes.</summary>
public sealed class Reading;
