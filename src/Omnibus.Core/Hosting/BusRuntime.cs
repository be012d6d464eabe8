using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Omnibus.Configuration;
using Omnibus.Consuming;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Hosting;
using Omnibus.Pipeline;
using Omnibus.Publishing;
using Omnibus.Recovery;
using Omnibus.Schemas;

namespace Omnibus;

/// <summary>
/// The running bus: every transport, route and consumer of one process. Publishing works before <see cref="StartAsync"/>, consuming begins there.
/// Safe to stop twice and concurrently.
/// </summary>
internal sealed class BusRuntime : IAsyncDisposable
{
    private readonly BusRegistrations _registrations;
    private readonly IServiceProvider _services;
    private readonly ILogger _log;
    private readonly ITestbed? _testbed;
    private readonly BusMetrics _metrics;
    private readonly BusGauges _gauges;
    private readonly Dictionary<string, TransportRuntime> _transports = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ProducerLoop> _loops = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ConsumerRuntime> _consumers = [];
    private readonly List<RedriveConsumer> _redrives = [];
    private readonly Lock _gate = new();
    private readonly RouteSchemas _schemas;
    private readonly CancellationTokenSource _ending = new();
    private Task _registering = Task.CompletedTask;
    private Task? _stopping;

    public BusRuntime(
        BusConfiguration configuration, BusRegistrations registrations, IServiceProvider services, ILoggerFactory loggers, TimeProvider time)
    {
        (Configuration, _registrations, _services) = (configuration, registrations, services);
        _log = loggers.CreateLogger("Omnibus");
        _testbed = (ITestbed?)services.GetService(typeof(ITestbed));
        _metrics = new BusMetrics((IMeterFactory?)services.GetService(typeof(IMeterFactory)));
        foreach (var transport in configuration.Transports.Values)
        {
            var runtime = new TransportRuntime(
                transport.Name,
                transport.Factory.Info,
                transport.Transport,
                new TopicCreator(configuration, transport.Transport),
                Health,
                _metrics,
                _log,
                time,
                (IAvroEngine?)services.GetService(typeof(IAvroEngine)))
            {
                Audit = configuration.Audit ? loggers.CreateLogger(AuditLog.Category) : null,
            };
            transport.Notices.Target = new DriverNotices(transport.Name, runtime.Metrics, _log);
            _transports.Add(transport.Name, runtime);
            var loop = new ProducerLoop(runtime, configuration.Publishing);
            loop.Start();
            _loops.Add(transport.Name, loop);
        }

        var routes = new RouteTable(configuration, _transports, _loops, time);
        Bus = new EventBus(configuration, routes, new LocalHandlers(registrations, configuration, services, _metrics, _log), _metrics, time);
        _schemas = new RouteSchemas(configuration, registrations.Events, _transports, routes, _log);
        foreach (var consumer in configuration.Consumers)
        {
            var invokers = InvokersOf(consumer.Name);
            _consumers.Add(Consumer(consumer, invokers));
            _redrives.Add(new RedriveConsumer(configuration, consumer, _transports[consumer.Transport], redrives => Consumer(redrives, invokers)));
        }

        _gauges = new BusGauges(this, time);
        _metrics.Observe(_gauges);
    }

    public BusConfiguration Configuration { get; }

    /// <summary>What the application said in code.</summary>
    public BusRegistrations Registrations => _registrations;

    public IEventBus Bus { get; }

    public BusHealth Health { get; } = new();

    public IReadOnlyList<ConsumerRuntime> Consumers => _consumers;

    /// <summary>What sends, by the transport's name.</summary>
    public IReadOnlyDictionary<string, ProducerLoop> Loops => _loops;

    /// <summary>The transports that are used, by name.</summary>
    public IReadOnlyDictionary<string, TransportRuntime> Transports => _transports;

    /// <summary>A sentence for each loop that ended though nobody told it to.</summary>
    public IEnumerable<string> FindDead() =>
    [
        .. _consumers.Where(consumer => consumer.HasEnded).Select(consumer => $"Consumer '{consumer.Name}' has ended: {consumer.Problem?.Message ?? "it broke."}"),
        .. _loops.Where(loop => loop.Value.HasEnded).Select(loop => $"Publishing on transport '{loop.Key}' has ended."),
    ];

    /// <summary>Begins consuming. Returns at once: an absent broker makes the bus unhealthy and is waited for, unless configuration says to wait here.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var transport in Configuration.Transports.Values)
        {
            _log.TransportChosen(transport.Name, transport.Factory.Info.Name);
        }

        if (Configuration.WaitForBroker)
        {
            await new BrokerWait(_transports.Values).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        _testbed?.Started(this);
        _gauges.Start();
        _registering = Task.Run(() => _schemas.RegisterAsync(_ending.Token), CancellationToken.None);
        foreach (var consumer in _consumers)
        {
            consumer.Start();
        }

        foreach (var redrive in _redrives)
        {
            redrive.Start();
        }
    }

    /// <summary>Drains consumers, then publishing, within the configured time and the token's; then ends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    /// <summary>A consumer that hands over records as they are. The caller starts and stops it, before the bus stops.</summary>
    public ConsumerRuntime RawConsumer(ConsumerConfiguration configuration, RawDeliveryHandler handler) =>
        Consumer(configuration, new EventInvokers([], new RawInvoker(handler)));

    /// <summary>
    /// Publishes a record with the metadata that it has, on a transport and a topic of the caller's choice. With <paramref name="schemas"/>, which are
    /// registered, the record gets their marks, and its key the form that keys have there.
    /// </summary>
    /// <exception cref="OmnibusException">It was not stored, or that is not known.</exception>
    public ValueTask<PublishReceipt> PublishRecordAsync(
        EventMetadata metadata, string transport, string topic, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken,
        RecordSchemas? schemas = null, bool textKey = true, int? partition = null)
    {
        var loop = _loops[transport];
        var head = EventHead.Of(metadata);
        var record = PublishOperationPool.Rent();
        record.Begin(loop, new RawRoute(topic, transport, topic, metadata.Type), head, Configuration.FullName(topic), partition);
        try
        {
            RecordWriter.Write(record, head, body, new WireWriter(_transports[transport].Transport.Wire, RouteAttributes.Of(metadata)), schemas, textKey);
        }
        catch (EventDataException exception)
        {
            record.Abandon();
            throw Faults.CannotEncode(metadata.Type, exception);
        }

        var completion = record.Completion;
        record.CancelWith(cancellationToken);
        loop.Enqueue(record);
        return completion;
    }

    /// <summary>Has a topic be there, made as configuration says where it may be.</summary>
    /// <exception cref="OmnibusException">It is not there and cannot be made.</exception>
    public async Task EnsureTopicAsync(TransportRuntime transport, string topic, CancellationToken cancellationToken)
    {
        var fullName = Configuration.FullName(topic);
        await transport.AskAsync(
            fullName,
            async () =>
            {
                await transport.Topics.EnsureAsync(fullName, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
    }

    /// <summary>
    /// Stores a copy of a delivery in another topic of its transport. The delivery is not needed any more when this returns; the task ends when the copy is stored.
    /// </summary>
    public Task<PublishReceipt> CopyAsync(
        Delivery delivery, string transport, string topic, Func<string, bool> keepsHeader, Action<PublishOperation> addHeaders)
    {
        var loop = _loops[transport];
        var record = RecordCopy.Of(delivery, loop, new RawRoute(topic, transport, topic), Configuration.FullName(topic), keepsHeader, addHeaders);
        var completion = record.Completion;
        loop.Enqueue(record);
        return completion.AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await _gauges.DisposeAsync().ConfigureAwait(false);
        foreach (var redrive in _redrives)
        {
            await redrive.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var consumer in _consumers)
        {
            await consumer.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var loop in _loops.Values)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var transport in _transports.Values)
        {
            await transport.Transport.DisposeAsync().ConfigureAwait(false);
        }

        _metrics.Dispose();
        _ending.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(Configuration.DrainTimeout);
        await _ending.CancelAsync().ConfigureAwait(false);
        await _registering.ConfigureAwait(false);
        await Task.WhenAll([
            .. _consumers.Select(consumer => consumer.StopAsync(drain.Token)),
            .. _redrives.Select(redrive => redrive.StopAsync(drain.Token)),
        ]).ConfigureAwait(false);
        _testbed?.Stopped(this);
        await Task.WhenAll(_loops.Values.Select(loop => loop.StopAsync(drain.Token).AsTask())).ConfigureAwait(false);
    }

    private ConsumerRuntime Consumer(ConsumerConfiguration consumer, EventInvokers invokers) => new(
        Configuration,
        consumer,
        _transports[consumer.Transport],
        invokers,
        new DeadLetterWriter(Configuration, consumer, _loops[consumer.Transport], _transports[consumer.Transport].Time),
        _services,
        Health);

    private EventInvokers InvokersOf(string consumer)
    {
        var handlers = _registrations.ConsumerOf(consumer).Handlers;
        return new EventInvokers(handlers.GroupBy(handler => handler.Definition.Type).Select(group =>
        {
            var needsScope = !group.All(handler => handler.Service is null || _registrations.Lifetimes.IsSingleton(handler.Service));
            if (!needsScope)
            {
                foreach (var handler in group)
                {
                    Resolve(handler, consumer);
                }
            }

            return group.First().InvokerOf(group, needsScope);
        }));
    }

    private void Resolve(HandlerRegistration handler, string consumer)
    {
        try
        {
            handler.Resolve(_services);
        }
#pragma warning disable CA1031 // whatever an application's constructor throws is the reason
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw Faults.HandlerNotMade(handler.Name, consumer, exception);
        }
    }
}
