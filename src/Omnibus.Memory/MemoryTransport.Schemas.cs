using Omnibus.Drivers;

namespace Omnibus.Memory;

/// <summary>Schemas, by their fingerprints.</summary>
internal sealed partial class MemoryTransport : ISchemaStore
{
    public ValueTask<SchemaMark> RegisterAsync(string topic, SchemaRole role, string recordName, string schema, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var mark = SchemaMark.Of(schema);
        lock (store.Gate)
        {
            store.Schemas[mark.Text!] = schema;
        }

        return new(mark);
    }

    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        lock (store.Gate)
        {
            return new(mark.Text is { } text ? store.Schemas.GetValueOrDefault(text) : null);
        }
    }
}
