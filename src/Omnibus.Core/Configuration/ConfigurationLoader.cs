using System.Collections.Frozen;
using Omnibus.Drivers;
using Omnibus.Publishing;

namespace Omnibus.Configuration;

/// <summary>
/// Reads the section <c>Omnibus</c> and checks it whole, together with what the application registers: the result is valid, or everything that is
/// wrong is said at once. Connects to nothing.
/// </summary>
internal sealed class ConfigurationLoader
{
    private readonly ConfigurationProblems _problems = new();
    private readonly ConfigurationInput _input;
    private readonly OptionReader _root;
    private readonly ServiceIdentity _identity;
    private readonly TransportDirectory _transports;
    private readonly DefaultTransport _default;
    private readonly TransportNaming _naming;
    private readonly TopicRules _topics;

    private ConfigurationLoader(ConfigurationInput input)
    {
        _input = input;
        _root = OptionReader.Of(input.Configuration.GetSection("Omnibus"), _problems);
        _identity = ServiceIdentity.Read(_root, input);
        _transports = new TransportDirectory(
            input.Registrations,
            _root.Sections("Transports"),
            new PluginSource(input.Registrations.Plugins, input.ContentRoot),
            _problems);
        _default = DefaultTransport.Read(_root, _transports, input.Environment);
        _naming = new TransportNaming(_transports, _default);
        _topics = new TopicRules(_problems, _root.Text("TopicPrefix"));
    }

    /// <summary>The configuration; its transports are made and belong to the caller.</summary>
    /// <exception cref="OmnibusException">Something is wrong: <see cref="OmnibusException.Problems"/> has all of it.</exception>
    public static BusConfiguration Load(ConfigurationInput input) => new ConfigurationLoader(input).Load();

    private BusConfiguration Load()
    {
        var events = _input.Registrations.Events;
        var topics = TopicReader.Read(_root, _problems);
        var implicitRoutes = _root.Boolean("ImplicitRoutes", _input.Registrations.Customs.ImplicitRoutes);
        var whole = !_input.Registrations.OnlyTransports;
        var routes = whole ? new RouteReader(events, _naming, _topics, _problems) { OtherEvents = _input.Registrations.HandlersElsewhere }.Read(_root) : [];
        var eventTopics = new EventTopics(routes, implicitRoutes);
        var consumers = whole ? new ConsumerReader(_input.Registrations, _identity.Service, _naming, eventTopics, _problems).Read(_root) : [];
        var publishing = PublishingReader.Read(_root);
        var waitForBroker = _root.Boolean("WaitForBroker", false);
        var healthFile = _root.Text("HealthFile");
        var audit = _root.Boolean("Audit", false);
        var disabled = ReadDisabledEvents(events.Keys, whole);
        var drainTimeout = ReadDrainTimeout();
        if (!whole)
        {
            _root.Pass("Publish", "Consume");
        }

        _root.ReportUnknown();
        var enabled = consumers.Where(draft => draft.Enabled).ToList();
        CheckConsumers(enabled, eventTopics);
        HandlerCheck.CheckLocal(_input.Registrations.LocalHandlers, _input.HasService, _problems);
        if (implicitRoutes && whole && !_input.Registrations.HandlersElsewhere)
        {
            CheckImplicitRoutes(events.Values.Where(definition => routes.All(route => route.EventType != definition.Type)));
        }

        new TopicAbilityCheck(topics, _transports, _problems).Check(
        [
            .. routes.Where(route => route.Enabled).Select(route => (route.Topic, route.Transport)),
            .. enabled.SelectMany(draft => draft.Consumer.Topics.Select(topic => (topic, draft.Consumer.Transport))),
        ]);

        var transports = MakeTransports();
        if (_problems.Found.Count > 0)
        {
            Dispose(transports.Values);
            throw Faults.Configuration(_problems.Found);
        }

        return new BusConfiguration
        {
            Service = _identity.Service,
            Instance = _identity.Instance,
            InstanceIsConfigured = _identity.InstanceIsConfigured,
            TopicPrefix = _topics.Prefix,
            Source = _identity.Source,
            SourceLib = _input.Registrations.Customs.SourceLib ?? LibraryVersion.Dotted,
            Transport = _default.Entry?.Name,
            Transports = transports,
            Topics = topics,
            Routes = routes,
            ImplicitRoutes = implicitRoutes,
            Consumers = _default.Off ? [] : [.. enabled.Select(draft => draft.Consumer)],
            DisabledConsumers = [.. consumers.Where(draft => _default.Off || !draft.Enabled).Select(draft => draft.Consumer.Name)],
            Publishing = publishing,
            WaitForBroker = waitForBroker,
            HealthFile = healthFile,
            Audit = audit,
            DisabledEvents = disabled,
            DrainTimeout = drainTimeout,
        };
    }

    private void CheckConsumers(IReadOnlyList<ConsumerDraft> drafts, EventTopics eventTopics)
    {
        var handlers = new HandlerCheck(_input.Registrations, eventTopics, _input.HasService);
        var facts = new ConsumerCheck(_topics, eventTopics);
        foreach (var draft in drafts)
        {
            if (!_input.Registrations.HandlersElsewhere)
            {
                handlers.Check(draft, _problems);
            }

            facts.Check(draft);
        }

        GroupCheck.Check(drafts);
    }

    private void CheckImplicitRoutes(IEnumerable<EventDefinition> definitions)
    {
        if (_default.Entry is not { } transport)
        {
            return;
        }

        foreach (var definition in definitions.Where(definition => !definition.InProcessOnly))
        {
            if (ImplicitRoute.WhyNot(definition, transport.Name, transport.Factory.Info, _topics.FullName) is { } why)
            {
                _problems.Add("Omnibus:Publish", $"the event '{definition.Type}' has no entry and cannot do without: {why}");
            }
        }
    }

    private Dictionary<string, TransportConfiguration> MakeTransports()
    {
        var maker = new TransportMaker(_problems, Host);
        var made = new Dictionary<string, TransportConfiguration>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in _transports.Entries)
        {
            if (!entry.Used || _default.Off)
            {
                maker.Check(entry);
            }
            else if (maker.Make(entry) is { } transport)
            {
                made.Add(entry.Name, transport);
            }
        }

        return made;
    }

    /// <summary>They are connected to nothing, so that there is nothing to wait for.</summary>
    private static void Dispose(IEnumerable<TransportConfiguration> transports)
    {
        foreach (var transport in transports)
        {
            transport.Transport.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private FrozenSet<string> ReadDisabledEvents(IEnumerable<string> known, bool check)
    {
        const string Option = "DisabledEvents";
        var disabled = _root.List(Option) ?? [];
        foreach (var type in check ? disabled.Except(known) : [])
        {
            var suggestion = NearestName.To(type, known) is { } nearest ? $" Did you mean '{nearest}'?" : " Add its catalogue with AddEvents, or remove it.";
            _root.Problem(Option, $"'{type}' is no event type that this application knows.{suggestion}");
        }

        return disabled.ToFrozenSet(StringComparer.Ordinal);
    }

    private TimeSpan ReadDrainTimeout()
    {
        const string Option = "DrainTimeout";
        var drain = _root.Duration(Option) ?? Defaults.DrainTimeout;
        if (_input.ShutdownTimeout is { } limit && limit != Timeout.InfiniteTimeSpan && drain >= limit)
        {
            _root.Problem(
                Option,
                $"{drain} does not fit into the host's shutdown timeout, which is {limit}. Lower it, or raise HostOptions.ShutdownTimeout above it.");
        }

        return drain;
    }

    private TransportHost Host(NoticeRelay notices) => new()
    {
        TimeProvider = _input.Time,
        Notices = notices,
        Service = _identity.Service,
        Instance = _identity.Instance,
        InstanceIsConfigured = _identity.InstanceIsConfigured,
    };
}
