using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Hosting;
using Omnibus.Memory;

namespace Omnibus.Core.Tests.Bus;

/// <summary>A bus over Memory, put together without a host.</summary>
internal sealed class TestBus : IAsyncDisposable
{
    private readonly ServiceCollection _services = new();

    public TestBus(string? store = null)
    {
        Store = store ?? Guid.NewGuid().ToString("N");
        Registrations = new BusRegistrations(new HandlerLifetimes(_services));
        Builder = new OmnibusBuilder(_services, Registrations);
    }

    public string Store { get; }

    public IServiceCollection Services => _services;

    public BusRegistrations Registrations { get; }

    public OmnibusBuilder Builder { get; }

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<ConsumerConfiguration, ConsumerConfiguration> Configure { get; set; } = consumer => consumer;

    public Func<BusConfiguration, BusConfiguration> ConfigureBus { get; set; } = bus => bus;

    /// <summary>Stands between the core and the store, to break something.</summary>
    public Func<ITransport, ITransport> Wrap { get; set; } = transport => transport;

    public PublishingDefaults Publishing { get; set; } = new();

    public BusRuntime Runtime { get; private set; } = null!;

    public IEventBus Bus => Runtime.Bus;

    public ITransport Transport { get; private set; } = null!;

    /// <summary>Ends what does not come about, on a busy machine too.</summary>
    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    /// <summary>Waits until a condition holds, and leaves the processor to others meanwhile.</summary>
    public static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }

    public async Task<TestBus> StartAsync()
    {
        var factory = new MemoryFactory();
        var relay = new NoticeRelay();
        var settings = new TransportSettings("memory", "Omnibus:Transports:memory", [new("Name", Store)]);
        Transport = Wrap(factory.Create(
            settings, new TransportHost { TimeProvider = Time, Notices = relay, Service = "tests", Instance = $"tests-{Guid.NewGuid():N}" }));
        var configuration = new BusConfiguration
        {
            Service = "tests",
            Instance = $"tests-{Guid.NewGuid():N}",
            Source = "/tests",
            Transport = "memory",
            Transports = new Dictionary<string, TransportConfiguration>
            {
                ["memory"] = new("memory", factory, settings) { Transport = Transport, Notices = relay },
            },
            Topics = new Dictionary<string, TopicConfiguration>(),
            Routes = [],
            Publishing = Publishing,
            DrainTimeout = TimeSpan.FromSeconds(2),
            Consumers =
            [
                .. Registrations.Consumers.Select(consumer => Configure(new ConsumerConfiguration(consumer.Name)
                {
                    Topics = ["notes"],
                    Transport = "memory",
                    Group = $"tests.{consumer.Name}",
                    Coordination = Drivers.Coordination.Shared,
                    Retry = new RetryConfiguration { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) },
                })),
            ],
        };
        Runtime = new BusRuntime(ConfigureBus(configuration), Registrations, _services.BuildServiceProvider(), Loggers, Time);
        await Runtime.StartAsync(CancellationToken.None).WaitAsync(Soon);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        // There is none where the bus could not even be put together.
        if (Runtime is not null)
        {
            await Runtime.StopAsync(CancellationToken.None).WaitAsync(Soon);
            await Runtime.DisposeAsync().AsTask().WaitAsync(Soon);
        }
    }
}
