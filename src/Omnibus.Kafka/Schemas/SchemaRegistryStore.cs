using System.Net.Http.Headers;
using System.Text.Json;
using Confluent.SchemaRegistry;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Schemas;

/// <summary>
/// Schemas in a registry with Confluent's interface, under the subjects that Open edX services use: the topic, a dash, the record's name. Whether a
/// schema may follow another is the registry's to decide.
/// </summary>
internal sealed class SchemaRegistryStore(RegistryOptions options) : ISchemaStore, IDisposable
{
    private const int NoSuchSubject = 40401;
    private const int NoSuchSchema = 40403;

    private readonly CachedSchemaRegistryClient _client = options.Token is { } token
        ? new(options.Client, new BearerHeader(token))
        : new(options.Client);

    /// <inheritdoc />
    public async ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var subject = $"{schema.Topic}-{schema.RecordName}";
        var text = new Schema(schema.Text, SchemaType.Avro);
        if (options.Registration == SchemaRegistrationMode.Auto)
        {
            return new SchemaMark(await _client.RegisterSchemaAsync(subject, text, normalize: false).WaitAsync(cancellationToken).ConfigureAwait(false), null);
        }

        try
        {
            var found = await _client.LookupSchemaAsync(subject, text, ignoreDeletedSchemas: true, normalize: false)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            return new SchemaMark(found.Id, null);
        }
        catch (SchemaRegistryException exception) when (exception.ErrorCode is NoSuchSubject or NoSuchSchema)
        {
            throw new ArgumentException(
                $"Subject '{subject}' of the schema registry does not have the schema of '{schema.RecordName}' as this service writes it, and SchemaRegistry:Registration is Never. "
                + "Register it, or set that to Auto.",
                nameof(schema),
                exception);
        }
    }

    /// <summary>Asks the registry something that every one can answer.</summary>
    public async ValueTask CheckAsync(CancellationToken cancellationToken) =>
        await _client.GetCompatibilityAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken)
    {
        if (mark.Number is not { } number)
        {
            return null;
        }

        try
        {
            return (await _client.GetSchemaAsync(number).WaitAsync(cancellationToken).ConfigureAwait(false)).SchemaString;
        }
        catch (SchemaRegistryException exception) when (exception.ErrorCode == NoSuchSchema)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken)
    {
        var prefix = topic + "-";
        var found = new List<TopicSchema>();
        var subjects = await _client.GetAllSubjectsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var subject in subjects.Where(subject => subject.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            foreach (var version in (await _client.GetSubjectVersionsAsync(subject).WaitAsync(cancellationToken).ConfigureAwait(false)).Order())
            {
                var schema = await _client.GetRegisteredSchemaAsync(subject, version).WaitAsync(cancellationToken).ConfigureAwait(false);
                var name = subject[prefix.Length..];

                // The rest may be the end of another topic's name, and the record's.
                if (NameOf(schema.SchemaString) is { } own && (own == name || own.Length == 0))
                {
                    found.Add(new TopicSchema(IsPrimitive(name) ? SchemaRole.Key : SchemaRole.Value, name, new SchemaMark(schema.Id, null)));
                }
            }
        }

        return found;
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private sealed class BearerHeader(string token) : IAuthenticationHeaderValueProvider
    {
        public AuthenticationHeaderValue GetAuthenticationHeader() => new("Bearer", token);
    }

    private static bool IsPrimitive(string name) => name is "string" or "long" or "int" or "boolean" or "double" or "float" or "bytes";

    /// <summary>The full name of a schema's outermost type.</summary>
    private static string NameOf(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return root.ValueKind == JsonValueKind.String ? root.GetString()! : "";
        }

        var type = TextOf(root, "type") ?? "";
        return IsPrimitive(type) ? type
            : TextOf(root, "name") is not { } name ? ""
            : name.Contains('.', StringComparison.Ordinal) || TextOf(root, "namespace") is not { Length: > 0 } space ? name
            : $"{space}.{name}";
    }

    private static string? TextOf(JsonElement schema, string member) =>
        schema.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
