using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Omnibus.Conformance.Running;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Conformance.Bus;

/// <summary>How a case wants its bus.</summary>
internal sealed record BusPlan(string Topic, string Group, Coordination Way)
{
    public StartPoint Start { get; init; } = StartPoint.Earliest;

    public int Concurrency { get; init; } = 4;

    public int Attempts { get; init; } = 2;

    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A name that a restarted bus has again, so that it need not wait for a lease to run out.</summary>
    public string Instance { get; init; } = $"conformance-{Guid.NewGuid():N}";

    /// <summary>What handles probes; null: the bus only publishes.</summary>
    public Func<Probe, EventContext, CancellationToken, ValueTask>? Handler { get; init; }

    public IReadOnlyDictionary<string, string?>? Settings { get; init; }
}

/// <summary>The whole bus over the transport that is held to its promises: what an application would run.</summary>
internal sealed class BusUnderTest : IAsyncDisposable
{
    private const string Name = "conformance";

    private static readonly CancellationToken s_now = new(canceled: true);

    private BusUnderTest(BusRuntime runtime) => Runtime = runtime;

    public BusRuntime Runtime { get; }

    public IEventBus Bus => Runtime.Bus;

    public static async Task<BusUnderTest> StartAsync(ConformanceRun run, BusPlan plan)
    {
        var services = new ServiceCollection();
        var registrations = new BusRegistrations(new HandlerLifetimes(services));
        if (plan.Handler is { } handler)
        {
            new OmnibusBuilder(services, registrations).Consumer(Name).Handle(handler);
        }

        var relay = new NoticeRelay();
        var settings = new TransportSettings(Name, $"Omnibus:Transports:{Name}", plan.Settings ?? run.Harness.Settings);
        var host = run.NewHost() with { Notices = relay, Instance = plan.Instance, InstanceIsConfigured = true };
        var configuration = new BusConfiguration
        {
            Service = Name,
            Instance = plan.Instance,
            InstanceIsConfigured = true,
            Source = "/conformance",
            Transport = Name,
            Transports = new Dictionary<string, TransportConfiguration>
            {
                [Name] = new(Name, run.Harness.Factory, settings) { Transport = run.Harness.Factory.Create(settings, host), Notices = relay },
            },
            Topics = new Dictionary<string, TopicConfiguration>(),
            Routes = [new RouteConfiguration("probes", Probe.Type) { Topic = plan.Topic, Key = "key", Transport = Name }],
            Publishing = new PublishingDefaults { Timeout = plan.PublishTimeout },
            DrainTimeout = run.Patience,
            Consumers = plan.Handler is null ? [] :
            [
                new ConsumerConfiguration(Name)
                {
                    Topics = [plan.Topic],
                    Transport = Name,
                    Group = plan.Group,
                    Start = plan.Start,
                    Ordering = plan.Way == Coordination.Shared ? Ordering.None : Ordering.Key,
                    Coordination = plan.Way,
                    Concurrency = plan.Concurrency,
                    Retry = new RetryConfiguration
                    {
                        Attempts = plan.Attempts, FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5),
                    },
                },
            ],
        };
        var bus = run.Closing(new BusUnderTest(new BusRuntime(configuration, registrations, new NoServices(), NullLoggerFactory.Instance, run.Clock)));
        await bus.Runtime.StartAsync(run.Stop).ConfigureAwait(false);
        return bus;
    }

    /// <summary>Ends everything at once, as near to a crash as one process can come: nothing is drained, settled or released first.</summary>
    public async Task TearDownAsync() => await Runtime.StopAsync(s_now).ConfigureAwait(false);

    public ValueTask DisposeAsync() => Runtime.DisposeAsync();

    /// <summary>The handlers are functions: they need none.</summary>
    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
