namespace Omnibus.Drivers;

/// <summary>Ability of a transport: keeps the schemas of writers where readers find them.</summary>
public interface ISchemaStore
{
    /// <summary>Stores a schema, if it is not there yet, and returns the mark that goes with every record written with it. The same schema gives the same mark.</summary>
    /// <param name="schema">The schema, and what it is for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken);

    /// <summary>The text of a mark's schema; null where the mark is not known.</summary>
    ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken);

    /// <summary>What was registered for a topic, in the order in which it first was; empty where nothing was.</summary>
    /// <param name="topic">The topic's full name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken);
}

/// <summary>A schema that a writer is about to use.</summary>
/// <param name="Topic">The topic's full name.</param>
/// <param name="Role">Whether it is the schema of keys or of values.</param>
/// <param name="RecordName">The full name of the schema's outermost type, for example <c>string</c> of most keys.</param>
/// <param name="Text">The schema's text, as it is stored.</param>
/// <param name="Fingerprint">The mark of a store that keeps no numbers: see <see cref="SchemaMark.Of"/>. Schemas of one fingerprint read each other's bytes.</param>
public sealed record SchemaRegistration(string Topic, SchemaRole Role, string RecordName, string Text, string Fingerprint);

/// <summary>A schema that was registered for a topic.</summary>
/// <param name="Role">Whether it is the schema of keys or of values.</param>
/// <param name="RecordName">The full name of the schema's outermost type.</param>
/// <param name="Mark">What finds its text.</param>
public sealed record TopicSchema(SchemaRole Role, string RecordName, SchemaMark Mark);

/// <summary>What a schema describes.</summary>
public enum SchemaRole
{
    /// <summary>Bodies.</summary>
    Value,

    /// <summary>Keys.</summary>
    Key,
}
