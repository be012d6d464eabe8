namespace Omnibus.Configuration;

/// <summary>A consumer as it was read, with what its checks need.</summary>
/// <param name="Consumer">What was read.</param>
/// <param name="Registration">Its handlers.</param>
/// <param name="Transport">Its transport; null where there is none, which is reported already or means that the bus is off.</param>
/// <param name="Options">Its section, for the paths of problems.</param>
internal sealed record ConsumerDraft(
    ConsumerConfiguration Consumer, ConsumerRegistration Registration, TransportEntry? Transport, OptionReader Options)
{
    /// <summary><c>Topics</c> is set; else the topics are those of the handled events.</summary>
    public bool NamesTopics { get; init; }

    public bool Enabled { get; init; }

    /// <summary>The events that it handles, each once.</summary>
    public IEnumerable<EventDefinition> Events => Registration.Handlers.Select(handler => handler.Definition).DistinctBy(definition => definition.Type);
}
