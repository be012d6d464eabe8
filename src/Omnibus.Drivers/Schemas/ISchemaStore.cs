namespace Omnibus.Drivers;

/// <summary>Ability of a transport: keeps the schemas of writers where readers find them.</summary>
public interface ISchemaStore
{
    /// <summary>Stores a schema, if it is not there yet, and returns the mark that goes with every record written with it.</summary>
    /// <param name="topic">The topic's full name.</param>
    /// <param name="role">Whether it is the schema of keys or of values.</param>
    /// <param name="recordName">The full name of the schema's outermost type.</param>
    /// <param name="schema">The schema's text.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<SchemaMark> RegisterAsync(string topic, SchemaRole role, string recordName, string schema, CancellationToken cancellationToken);

    /// <summary>The schema of a mark; null where it is not known.</summary>
    ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken);
}

/// <summary>What a schema describes.</summary>
public enum SchemaRole
{
    /// <summary>Bodies.</summary>
    Value,

    /// <summary>Keys.</summary>
    Key,
}
