using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis;

/// <summary>Keeps each schema once in a hash, under its mark, and beside each topic which schemas it uses.</summary>
internal sealed class RedisSchemaStore(RedisConnections connections)
{
    private const char Between = ' ';

    /// <summary>The text first: whoever finds a mark at a topic finds its text.</summary>
    public async ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        await connection.AskAsync(database => database.HashSetAsync(
            RedisNames.Schemas, schema.Fingerprint, schema.Text, StackExchange.Redis.When.NotExists)).ConfigureAwait(false);
        var use = string.Join(Between, schema.Role == SchemaRole.Key ? "key" : "value", schema.RecordName, schema.Fingerprint);
        await RedisScript.RegisterSchema.RunAsync(connection, [RedisNames.SchemasOf(schema.Topic)], [use]).ConfigureAwait(false);
        return new SchemaMark(null, schema.Fingerprint);
    }

    public async ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken)
    {
        if (mark.Text is not { } text)
        {
            return null;
        }

        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        return await connection.AskAsync(database => database.HashGetAsync(RedisNames.Schemas, text)).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<TopicSchema>> ListAsync(string topic, CancellationToken cancellationToken)
    {
        var connection = await connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var uses = await connection.AskAsync(database => database.HashGetAllAsync(RedisNames.SchemasOf(topic))).ConfigureAwait(false);
        return
        [
            .. uses.OrderBy(use => (long)use.Value)
                .Select(use => ((string)use.Name!).Split(Between))
                .Where(parts => parts.Length == 3)
                .Select(parts => new TopicSchema(parts[0] == "key" ? SchemaRole.Key : SchemaRole.Value, parts[1], new SchemaMark(null, parts[2]))),
        ];
    }
}
