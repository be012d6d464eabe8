using System.Buffers;
using System.Collections.Concurrent;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Schemas;

/// <summary>
/// How one consumer reads the data of one event type, by the schema that each record names. A record that names the reader's own, or none, costs a
/// comparison. One object for all threads of the consumer.
/// </summary>
internal sealed class SchemaReading(EventSchema schema)
{
    private readonly byte[] _mark = System.Text.Encoding.UTF8.GetBytes(schema.Mark);
    private readonly ConcurrentDictionary<SchemaMark, IAvroResolution?> _plans = new();
    private AvroSchema? _reader;
    private int _number; // of the reader's own schema, once a record named it; registries count from 1

    /// <summary>Finds out how a record's data is read.</summary>
    /// <param name="delivery">The record.</param>
    /// <param name="wire">Finds its parts.</param>
    /// <param name="data">The record's body, which becomes the data in it.</param>
    /// <param name="plan">What makes the data the reader's; null where it is that.</param>
    /// <param name="missing">The mark that must be learned first, where the answer is false.</param>
    public bool TryFind(Delivery delivery, WireReader wire, ref ReadOnlyMemory<byte> data, out IAvroResolution? plan, out SchemaMark missing)
    {
        (plan, missing) = (null, default);
        if (wire.TryFindSchemaText(delivery, out var text))
        {
            if (text.Span.SequenceEqual(_mark))
            {
                return true;
            }

            missing = new SchemaMark(null, System.Text.Encoding.UTF8.GetString(text.Span));
        }
        else if (wire.TryFindSchemaNumber(data.Span, out var number))
        {
            data = data[ConfluentFrame.Length..];
            if (number == Volatile.Read(ref _number))
            {
                return true;
            }

            missing = new SchemaMark(number, null);
        }
        else
        {
            return true;
        }

        return _plans.TryGetValue(missing, out plan);
    }

    /// <summary>Learns how data with a mark is read. What the store's driver throws goes through as it is.</summary>
    /// <exception cref="EventDataException">Nobody knows the mark, or what is written with it cannot be read here.</exception>
    public async ValueTask LearnAsync(SchemaMark mark, WriterSchemas writers, CancellationToken cancellationToken)
    {
        var writer = await writers.FindAsync(mark, cancellationToken).ConfigureAwait(false);
        var reader = _reader ??= writers.Parse(schema.Text);
        if (writer.Canonical == reader.Canonical)
        {
            _plans[mark] = null;
            if (mark.Number is { } number)
            {
                Volatile.Write(ref _number, number);
            }
        }
        else
        {
            _plans[mark] = writers.Resolve(writer, reader);
        }
    }

    /// <summary>Reads data of another schema.</summary>
    /// <exception cref="EventDataException">The data is not what its schema says, or holds what the reader has no place for.</exception>
    public static TEvent Decode<TEvent>(IEventCodec<TEvent> codec, IAvroResolution plan, ReadOnlyMemory<byte> data)
        where TEvent : class
    {
        var resolved = new ArrayBufferWriter<byte>(data.Length + 16);
        plan.Resolve(data, resolved);
        return codec.Decode(resolved.WrittenSpan);
    }
}
