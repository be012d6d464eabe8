namespace Omnibus;

/// <summary>An event: a type that knows its definition without reflection. Implemented by the generator.</summary>
/// <typeparam name="TSelf">The event's own type.</typeparam>
public interface IEvent<TSelf>
    where TSelf : class, IEvent<TSelf>
{
    /// <summary>The event's type, topic, key and codecs: one object for the life of the process.</summary>
    static abstract EventDefinition<TSelf> Definition { get; }
}
