namespace Omnibus;

/// <summary>A path of an event that can be its key.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <param name="Path">Field names joined by dots.</param>
/// <param name="Text">The value's text; null where the value is null, or a record on the way to it is.</param>
/// <param name="AvroType">The primitive Avro type of the value.</param>
public readonly record struct EventKey<TEvent>(string Path, Func<TEvent, string?> Text, string AvroType = "string")
    where TEvent : class;
