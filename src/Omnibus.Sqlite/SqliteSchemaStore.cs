using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Keeps each schema text once, under its mark, and which topics and records it was registered for.</summary>
internal sealed class SqliteSchemaStore(Desk desk)
{
    public async ValueTask<SchemaMark> RegisterAsync(
        string topic, SchemaRole role, string recordName, string schema, CancellationToken cancellationToken)
    {
        var mark = SchemaMark.Of(schema);
        if (await desk.ReadAsync(queries => Knows(queries, topic, role, recordName, mark.Text!), cancellationToken).ConfigureAwait(false))
        {
            return mark;
        }

        await desk.WriteAsync(queries => Store(queries, topic, role, recordName, mark.Text!, schema), cancellationToken).ConfigureAwait(false);
        return mark;
    }

    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => desk.ReadAsync(
        queries =>
        {
            using var text = queries.Connection.Prepare("SELECT text FROM schema_text WHERE mark = ?1");
            return text.Bind(1, mark.Text).Step() ? text.Text(0) : null;
        },
        cancellationToken);

    private static bool Knows(FileQueries queries, string topic, SchemaRole role, string recordName, string mark)
    {
        using var use = queries.Connection.Prepare("SELECT 1 FROM schema_use WHERE topic = ?1 AND role = ?2 AND record = ?3 AND mark = ?4");
        return use.Bind(1, topic).Bind(2, Name(role)).Bind(3, recordName).Bind(4, mark).Scalar() == 1;
    }

    private static bool Store(FileQueries queries, string topic, SchemaRole role, string recordName, string mark, string schema)
    {
        using var text = queries.Connection.Prepare("INSERT OR IGNORE INTO schema_text (mark, text) VALUES (?1, ?2)");
        using var use = queries.Connection.Prepare("INSERT OR IGNORE INTO schema_use (topic, role, record, mark) VALUES (?1, ?2, ?3, ?4)");
        text.Bind(1, mark).Bind(2, schema).Run();
        use.Bind(1, topic).Bind(2, Name(role)).Bind(3, recordName).Bind(4, mark).Run();
        return true;
    }

    private static string Name(SchemaRole role) => role == SchemaRole.Key ? "key" : "value";
}
