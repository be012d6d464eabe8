using System.Runtime.CompilerServices;
using Omnibus.Drivers;
using Omnibus.Hosting;
using Omnibus.Publishing;

namespace Omnibus.Schemas;

/// <summary>
/// The schemas of the records that one event type has on one topic: of the data, and of the key where keys are Avro. Registered before the first record;
/// from then on each record gets their marks without any cost but a few bytes. Safe on any thread.
/// </summary>
internal sealed class RecordSchemas
{
    private readonly TransportRuntime _transport;
    private readonly SchemaRegistration? _value;
    private readonly SchemaRegistration? _key;
    private readonly SchemaRegistration? _textKey;
    private readonly string _keyType;
    private volatile StrongBox<SchemaMark>? _valueMark;
    private volatile StrongBox<SchemaMark>? _keyMark;
    private volatile StrongBox<SchemaMark>? _textKeyMark;

    /// <param name="transport">The transport.</param>
    /// <param name="fullTopic">The topic, with its prefix.</param>
    /// <param name="schema">The schema of the data; null where the data is not Avro.</param>
    /// <param name="keyPath">The path of the key; null: events have none of their own.</param>
    /// <param name="keyType">The primitive Avro type of the value there.</param>
    public RecordSchemas(TransportRuntime transport, string fullTopic, EventSchema? schema, string? keyPath, string? keyType)
    {
        _transport = transport;
        _keyType = keyType ?? KeyData.Text;
        if (transport.Transport is not ISchemaStore)
        {
            return;
        }

        if (schema is not null)
        {
            var text = SchemaText.Registered(schema.Text);
            _value = new SchemaRegistration(fullTopic, SchemaRole.Value, SchemaText.NameOf(schema.Text), text, schema.Mark);
        }

        if (transport.Transport.Wire.Key == KeyForm.Framed)
        {
            _textKey = KeyOf(fullTopic, KeyData.Text, "\"string\"");
            _key = keyPath is null ? null : KeyOf(fullTopic, _keyType, SchemaText.OfKey(keyPath, _keyType));
        }
    }

    /// <summary>The data has a schema here, registered or not yet.</summary>
    public bool HasValue => _value is not null;

    /// <summary>The attribute <c>dataschema</c>; null where the mark is no attribute.</summary>
    public string? DataSchema => _valueMark?.Value.Text;

    /// <summary>Whether a record can be written now.</summary>
    /// <param name="textKey">The record's key is not at the key path.</param>
    public bool IsReady(bool textKey) =>
        (_value is null || _valueMark is not null) && (textKey ? _textKey is null || _textKeyMark is not null : _key is null || _keyMark is not null);

    /// <summary>Registers what a record needs.</summary>
    /// <exception cref="OmnibusException">The store refuses a schema, or was not there in time.</exception>
    public async ValueTask EnsureAsync(bool textKey, TimeSpan patience, CancellationToken cancellationToken)
    {
        _valueMark ??= await RegisterAsync(_value, patience, cancellationToken).ConfigureAwait(false);
        if (textKey)
        {
            _textKeyMark ??= await RegisterAsync(_textKey, patience, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _keyMark ??= await RegisterAsync(_key, patience, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what stands before the data, if anything does.</summary>
    public void WriteFrame(PublishOperation record)
    {
        if (_valueMark is { Value.Number: { } number })
        {
            ConfluentFrame.Write(record.Buffer, number);
        }
    }

    /// <summary>Writes the key as the broker's keys are.</summary>
    public void WriteKey(PublishOperation record, string? key, bool textKey)
    {
        if (key is null || _textKey is null)
        {
            record.WriteKey(key);
            return;
        }

        var mark = textKey ? _textKeyMark : _keyMark;
        record.BeginKey();
        ConfluentFrame.Write(record.Buffer, mark?.Value.Number ?? throw new InvalidOperationException("The key's schema is not registered."));
        KeyData.Write(record.Buffer, textKey ? KeyData.Text : _keyType, key);
        record.EndKey();
    }

    private static SchemaRegistration KeyOf(string topic, string type, string text) =>
        new(topic, SchemaRole.Key, type, text, SchemaMark.Of(text).Text!);

    private async ValueTask<StrongBox<SchemaMark>?> RegisterAsync(SchemaRegistration? schema, TimeSpan patience, CancellationToken cancellationToken) =>
        schema is null ? null : new(await _transport.Schemas.RegisterAsync(schema, patience, cancellationToken).ConfigureAwait(false));
}
