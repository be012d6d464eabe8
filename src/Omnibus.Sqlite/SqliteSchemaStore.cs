using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Keeps each schema text once, under its mark, and which topics and records it was registered for.</summary>
internal sealed class SqliteSchemaStore(Desk desk)
{
    public async ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken)
    {
        if (!await desk.ReadAsync(queries => Knows(queries, schema), cancellationToken).ConfigureAwait(false))
        {
            await desk.WriteAsync(queries => Store(queries, schema), cancellationToken).ConfigureAwait(false);
        }

        return new SchemaMark(null, schema.Fingerprint);
    }

    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => desk.ReadAsync(
        queries =>
        {
            using var text = queries.Connection.Prepare("SELECT text FROM schema_text WHERE mark = ?1");
            return text.Bind(1, mark.Text).Step() ? text.Text(0) : null;
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<TopicSchema>> ListAsync(string topic, CancellationToken cancellationToken) => desk.ReadAsync(
        queries =>
        {
            using var uses = queries.Connection.Prepare("SELECT role, record, mark FROM schema_use WHERE topic = ?1 ORDER BY number");
            uses.Bind(1, topic);
            var found = new List<TopicSchema>();
            while (uses.Step())
            {
                found.Add(new TopicSchema(
                    uses.Text(0) == Name(SchemaRole.Key) ? SchemaRole.Key : SchemaRole.Value, uses.Text(1), new SchemaMark(null, uses.Text(2))));
            }

            return (IReadOnlyList<TopicSchema>)found;
        },
        cancellationToken);

    private static bool Knows(FileQueries queries, SchemaRegistration schema)
    {
        using var use = queries.Connection.Prepare("SELECT 1 FROM schema_use WHERE topic = ?1 AND role = ?2 AND record = ?3 AND mark = ?4");
        return use.Bind(1, schema.Topic).Bind(2, Name(schema.Role)).Bind(3, schema.RecordName).Bind(4, schema.Fingerprint).Scalar() == 1;
    }

    private static bool Store(FileQueries queries, SchemaRegistration schema)
    {
        using var text = queries.Connection.Prepare("INSERT OR IGNORE INTO schema_text (mark, text) VALUES (?1, ?2)");
        using var use = queries.Connection.Prepare("""
            INSERT OR IGNORE INTO schema_use (topic, role, record, mark, number)
            VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(number), 0) + 1 FROM schema_use WHERE topic = ?1))
            """);
        text.Bind(1, schema.Fingerprint).Bind(2, schema.Text).Run();
        use.Bind(1, schema.Topic).Bind(2, Name(schema.Role)).Bind(3, schema.RecordName).Bind(4, schema.Fingerprint).Run();
        return true;
    }

    private static string Name(SchemaRole role) => role == SchemaRole.Key ? "key" : "value";
}
