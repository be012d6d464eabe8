namespace Omnibus;

/// <summary>Makes a partial record an event: the generator adds its definition, codecs and catalogue entry.</summary>
/// <param name="type">The event's type as it travels, for example <c>org.openedx.learning.auth.session.login.completed.v1</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventAttribute(string type) : Attribute
{
    /// <summary>The event's type as it travels.</summary>
    public string Type { get; } = type;

    /// <summary>The topic where no route says otherwise; null: the type.</summary>
    public string? Topic { get; init; }

    /// <summary>The path of the member that is the key, in field names joined by dots; null: no key.</summary>
    public string? Key { get; init; }

    /// <summary>The minor version, which readers may ignore.</summary>
    public int MinorVersion { get; init; }

    /// <summary>The encoding that the event is written in. Both are read.</summary>
    public EventEncoding Encoding { get; init; }

    /// <summary>
    /// The event never leaves the process: it has no schema and no codec, its members may be of any type, and a route or a consumer of it is refused.
    /// </summary>
    public bool InProcessOnly { get; init; }
}

/// <summary>How an event becomes bytes.</summary>
public enum EventEncoding
{
    /// <summary>Avro binary.</summary>
    Avro,

    /// <summary>JSON.</summary>
    Json,
}

/// <summary>
/// Names a type's record in Avro schemas where the type's own name is not it: two types may share a record name, as long as no event holds both.
/// </summary>
/// <param name="name">The name, without namespace: that is the event's type.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AvroNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>Names a member's field where snake_case of the member's name is not it.</summary>
/// <param name="name">The field's name in JSON, in Avro and in key paths.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FieldAttribute(string name) : Attribute
{
    /// <summary>The field's name.</summary>
    public string Name { get; } = name;
}
