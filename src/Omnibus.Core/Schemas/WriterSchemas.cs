using System.Collections.Concurrent;
using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Schemas;

/// <summary>The schemas that records on one transport name, each fetched and read once. Safe on any thread.</summary>
internal sealed class WriterSchemas(TransportRuntime transport, IAvroEngine? engine)
{
    private readonly ConcurrentDictionary<SchemaMark, AvroSchema> _known = new();

    /// <summary>Reads the text of a schema.</summary>
    /// <exception cref="EventDataException">The text is no schema.</exception>
    public AvroSchema Parse(string text) => Engine.Parse(text);

    /// <summary>Plans how data of one schema becomes data of another.</summary>
    /// <exception cref="EventDataException">The reader cannot read what the writer wrote.</exception>
    public IAvroResolution Resolve(AvroSchema writer, AvroSchema reader) => Engine.Resolve(writer, reader);

    /// <summary>The schema of a mark. What the driver throws goes through as it is.</summary>
    /// <exception cref="EventDataException">No schema has this mark, or it is none.</exception>
    public async ValueTask<AvroSchema> FindAsync(SchemaMark mark, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(mark, out var known))
        {
            return known;
        }

        var store = transport.Transport as ISchemaStore
            ?? throw new EventDataException("", $"The record names the schema {Name(mark)}, and transport '{transport.Name}' keeps no schemas.");
        var text = await store.GetAsync(mark, cancellationToken).ConfigureAwait(false)
            ?? throw new EventDataException("", $"The record names the schema {Name(mark)}, which transport '{transport.Name}' does not know.");
        return _known.GetOrAdd(mark, Parse(text));
    }

    private static string Name(SchemaMark mark) => mark.Text ?? $"number {mark.Number}";

    private IAvroEngine Engine =>
        engine ?? throw new EventDataException("", "The record was written with another schema, and reading it takes the package Omnibus.Avro. Add it with AddOmnibus of the package Omnibus.");
}
