using Omnibus.Drivers;

namespace Omnibus.Memory;

/// <summary>Schemas, by their fingerprints.</summary>
internal sealed partial class MemoryTransport : ISchemaStore
{
    public ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ThrowIfClosed();
        var mark = new SchemaMark(null, schema.Fingerprint);
        lock (store.Gate)
        {
            store.Schemas.TryAdd(schema.Fingerprint, schema.Text);
            var use = new TopicSchema(schema.Role, schema.RecordName, mark);
            if (!store.SchemasOf(schema.Topic).Contains(use))
            {
                store.SchemasOf(schema.Topic).Add(use);
            }
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

    public ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        lock (store.Gate)
        {
            return new([.. store.SchemasOf(topic)]);
        }
    }
}
