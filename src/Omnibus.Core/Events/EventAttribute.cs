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
}

/// <summary>Names a member's field where snake_case of the member's name is not it.</summary>
/// <param name="name">The field's name in JSON, in Avro and in key paths.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FieldAttribute(string name) : Attribute
{
    /// <summary>The field's name.</summary>
    public string Name { get; } = name;
}
