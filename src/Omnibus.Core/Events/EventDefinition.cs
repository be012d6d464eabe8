namespace Omnibus;

/// <summary>What is known of an event type when it is compiled.</summary>
public abstract class EventDefinition
{
    private protected EventDefinition()
    {
    }

    /// <summary>The event's type as it travels.</summary>
    public required string Type { get; init; }

    /// <summary>The topic where no route says otherwise; null: the type.</summary>
    public string? Topic { get; init; }

    /// <summary>The path of the key where no route says otherwise; null: no key.</summary>
    public string? Key { get; init; }

    /// <summary>The minor version.</summary>
    public int MinorVersion { get; init; }

    /// <summary>The .NET type.</summary>
    public abstract Type ClrType { get; }

    /// <summary>Every path that can be a key, in field names joined by dots.</summary>
    public abstract IReadOnlyCollection<string> KeyPaths { get; }

    /// <summary>The Avro type of the value at a key path, for example <c>long</c>; null where the event has no such path.</summary>
    public abstract string? KeyTypeAt(string path);

    /// <summary>The Avro schema of the event's data; null where the event has none.</summary>
    public EventSchema? Schema { get; init; }

    /// <summary>The content types that the event can be written in and read from, the preferred one first.</summary>
    public abstract IReadOnlyList<string> ContentTypes { get; }

    /// <summary>Whether the event has no encoding at all, so that it can be neither published nor consumed.</summary>
    public bool InProcessOnly => ContentTypes.Count == 0;

    /// <summary>Calls <paramref name="visitor"/> with the event's .NET type: the way from a name to a type without reflection.</summary>
    public abstract TResult Accept<TResult>(IEventDefinitionVisitor<TResult> visitor);
}

/// <summary>Takes a definition together with its .NET type.</summary>
/// <typeparam name="TResult">What comes back.</typeparam>
public interface IEventDefinitionVisitor<out TResult>
{
    /// <summary>Called by <see cref="EventDefinition.Accept{TResult}"/>.</summary>
    TResult Visit<TEvent>(EventDefinition<TEvent> definition)
        where TEvent : class;
}
