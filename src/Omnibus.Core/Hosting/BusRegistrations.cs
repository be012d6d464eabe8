using Omnibus.Configuration;
using Omnibus.Consuming;
using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus;

/// <summary>What the application said in code, collected before configuration is read.</summary>
internal sealed class BusRegistrations(HandlerLifetimes lifetimes)
{
    private readonly List<ConsumerRegistration> _consumers = [];
    private readonly List<HandlerRegistration> _localHandlers = [];
    private readonly Dictionary<string, EventDefinition> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITransportFactory> _transports = new(StringComparer.OrdinalIgnoreCase);

    public HandlerLifetimes Lifetimes { get; } = lifetimes;

    /// <summary>Only transports and topics are read: routes, consumers and handlers are somebody else's. For the tool.</summary>
    public bool OnlyTransports { get; set; }

    /// <summary>
    /// Consumers and routes are read, but the handlers, and perhaps the events, are only known to an application that is not here. For the tool.
    /// </summary>
    public bool HandlersElsewhere { get; set; }

    /// <summary>What loads transports from folders; null: nothing does.</summary>
    public ITransportPlugins? Plugins { get; set; }

    /// <summary>What holds where configuration says nothing.</summary>
    public BusCustoms Customs { get; set; } = new();

    public IReadOnlyList<ConsumerRegistration> Consumers => _consumers;

    /// <summary>The handlers that run where events are published.</summary>
    public IReadOnlyList<HandlerRegistration> LocalHandlers => _localHandlers;

    /// <summary>Every event that is known by a catalogue or by a handler, by type.</summary>
    public IReadOnlyDictionary<string, EventDefinition> Events => _events;

    /// <summary>Drivers that come with the bus and that this application was built without (the property <c>OmnibusTransports</c>).</summary>
    public ISet<string> LeftOut { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every transport, by the driver's name.</summary>
    public IReadOnlyDictionary<string, ITransportFactory> Transports => _transports;

    /// <summary>The consumer of a name, new or known. Ignores case, because names of configuration do.</summary>
    public ConsumerRegistration ConsumerOf(string name)
    {
        var consumer = _consumers.Find(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
        if (consumer is null)
        {
            consumer = new ConsumerRegistration(name, this);
            _consumers.Add(consumer);
        }

        return consumer;
    }

    public void Add(EventCatalogue catalogue)
    {
        foreach (var definition in catalogue.Events)
        {
            Add(definition);
        }
    }

    public void Add(EventDefinition definition)
    {
        if (!_events.TryAdd(definition.Type, definition) && _events[definition.Type].ClrType != definition.ClrType)
        {
            throw Faults.TwoEventsOfOneType(definition.Type, _events[definition.Type].ClrType, definition.ClrType);
        }
    }

    public void AddLocal(HandlerRegistration handler)
    {
        Add(handler.Definition);
        _localHandlers.Add(handler);
    }

    public void Add(ITransportFactory factory) => _transports[factory.Info.Name] = factory;

    /// <summary>Has the transports of an application in the place of its own: what it lacks, was built without and loads from folders too. For the tool.</summary>
    public void TakeTransports(BusRegistrations application)
    {
        Plugins = application.Plugins;
        LeftOut.Clear();
        LeftOut.UnionWith(application.LeftOut);
        _transports.Clear();
        foreach (var factory in application.Transports.Values)
        {
            Add(factory);
        }
    }
}

/// <summary>The handlers of one consumer.</summary>
internal sealed class ConsumerRegistration(string name, BusRegistrations registrations)
{
    private readonly List<HandlerRegistration> _handlers = [];

    public string Name { get; } = name;

    public IReadOnlyList<HandlerRegistration> Handlers => _handlers;

    public void Add(HandlerRegistration handler)
    {
        registrations.Add(handler.Definition);
        _handlers.Add(handler);
    }
}
