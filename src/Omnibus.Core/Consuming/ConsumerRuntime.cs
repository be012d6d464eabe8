using Omnibus.Configuration;
using Omnibus.Coordinating;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Hosting;
using Omnibus.Pipeline;

namespace Omnibus.Consuming;

/// <summary>
/// One configured consumer of the running bus. Opens sessions for as long as it may: an absent broker makes it unhealthy, never stops it. Safe to stop
/// twice, concurrently, and before it is started.
/// </summary>
internal sealed class ConsumerRuntime : IAsyncDisposable
{
    private static readonly TimeSpan s_letGo = TimeSpan.FromSeconds(5);

    private readonly BusConfiguration _bus;
    private readonly ConsumerConfiguration _configuration;
    private readonly TransportRuntime _transport;
    private readonly ConsumerParts _parts;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly string _member;
    private volatile ConsumerSession? _session;
    private Task? _running;
    private Task? _stopping;
    private FailedDeliveryException? _failure;

    public ConsumerRuntime(
        BusConfiguration bus,
        ConsumerConfiguration configuration,
        TransportRuntime transport,
        EventInvokers invokers,
        DeadLetterWriter deadLetters,
        IServiceProvider services,
        BusHealth health)
    {
        (_bus, _configuration, _transport) = (bus, configuration, transport);
        _member = $"{bus.Instance}.{configuration.Name}";
        var clock = new AttemptClock(configuration.HandlerTimeout, transport.Time, OnLate);
        _parts = new ConsumerParts(
            bus,
            configuration,
            transport,
            invokers,
            deadLetters,
            clock,
            services,
            health.Consumer(configuration.Name),
            transport.AllMetrics.Of(configuration, transport.Info.Name, transport.Time),
            transport.Log,
            OnFailed);
        _parts.Health.Watched = () => clock.Late.Select(Stuck);
    }

    public string Name => _configuration.Name;

    /// <summary>Completes when the consumer runs no more, for whatever reason.</summary>
    public Task Ended => _running ?? Task.CompletedTask;

    /// <summary>Why the consumer ended before it was told to; null: it did not.</summary>
    public OmnibusException? Problem { get; private set; }

    /// <summary>It ended before it was told to.</summary>
    public bool HasEnded => _running is { IsCompleted: true } && _stopping is null;

    /// <summary>It has a place in its group: it knows which partitions are its own, if any.</summary>
    public bool IsReading => _session is { HasJoined: true };

    /// <summary>How many deliveries it holds now.</summary>
    public long InFlight => _session?.InFlight ?? 0;

    public void Start()
    {
        lock (_gate)
        {
            if (_stopping is null)
            {
                _running ??= Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Drains within the time that the token gives, settles, leaves; then cancels what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _parts.Clock.Dispose();
        _ending.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        if (_running is not { } running)
        {
            return;
        }

        if (_session is { } session)
        {
            var leaving = session.LeaveAsync(cancellationToken);
            try
            {
                await Task.WhenAll(leaving, running).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _parts.Log.ConsumerDidNotDrain(Name, (int)session.InFlight);
                session.Stop();
            }
        }

        try
        {
            await running.WaitAsync(s_letGo, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A handler that does not listen keeps its thread; its delivery is not settled and comes again elsewhere.
        }

        _parts.Log.ConsumerStopped(Name);
    }

    private async Task RunAsync()
    {
        var faults = new ReceiveFaults(_parts);
        while (!_ending.IsCancellationRequested)
        {
            using var interruption = new Interruption();
            await using var stopper = _ending.Token.UnsafeRegister(static state => ((Interruption)state!).Interrupt(), interruption).ConfigureAwait(false);
            SessionEnd? end;
            try
            {
                var session = await OpenAsync(interruption).ConfigureAwait(false);
                await using var closing = session.ConfigureAwait(false);
                faults.Passed();
                _session = session;

                // Whoever stops the consumer has seen the session, or is seen here.
                var isLate = _ending.IsCancellationRequested;
                end = isLate ? SessionEnd.Left : await session.RunAsync().ConfigureAwait(false);
                if (isLate || end != SessionEnd.Left || _failure is not null)
                {
                    await session.LeaveAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
                }
            }
#pragma warning disable CA1031 // whatever a driver throws is classified
            catch (Exception exception)
#pragma warning restore CA1031
            {
                end = await faults.JudgeAsync("opening", exception, interruption).ConfigureAwait(false);
            }

            if (end == SessionEnd.Failed || _failure is not null)
            {
                Problem = Faults.ConsumerEnded(Name, _transport.Name, _failure?.Reason ?? FaultCode.Unknown, _parts.Health.Problem, _failure);
                return;
            }
        }
    }

    private async Task<ConsumerSession> OpenAsync(Interruption interruption)
    {
        var topics = _configuration.Topics.Select(_bus.FullName).ToList();
        foreach (var topic in topics)
        {
            await _transport.Topics.EnsureAsync(topic, _ending.Token).ConfigureAwait(false);
        }

        var partitions = new Partitions(_bus, BackPressure.MostOfPartition);
        var coordination = _configuration.Group.Length == 0 ? Drivers.Coordination.None : _configuration.Coordination;
        var broker = coordination == Drivers.Coordination.Broker
            ? new BrokerOwnership(partitions, Name, _bus.DrainTimeout, _transport.Time, _parts.Log)
            : null;
        var driver = await _transport.Transport.OpenConsumerAsync(
            new ConsumerRequest
            {
                Group = _configuration.Group.Length == 0 ? null : _configuration.Group,
                Topics = topics,
                Start = _configuration.Start,
                Coordination = coordination,
                Owner = broker,
                Member = _member,
            },
            _ending.Token).ConfigureAwait(false);

        IOwnership ownership = broker ?? (IOwnership)new NoOwnership();
        LeaseOwnership? leases = null;
        if (coordination == Drivers.Coordination.Leases)
        {
            ownership = leases = new LeaseOwnership(driver, partitions, Name, _parts.Health, _parts.Log, interruption.Interrupt);
        }

        var session = new ConsumerSession(_parts, driver, partitions, ownership, interruption);
        if (leases is not null)
        {
            try
            {
                await leases.JoinAsync(CoordinatorFor(leases, topics), _ending.Token).ConfigureAwait(false);
            }
            catch
            {
                await session.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        _parts.Log.ConsumerStarted(Name, _configuration.Group, string.Join(", ", _configuration.Topics), _transport.Name);
        return session;
    }

    private LeaseCoordinator CoordinatorFor(LeaseOwnership owner, IReadOnlyList<string> topics) => new(
        new LeaseCoordinatorOptions
        {
            Group = _configuration.Group,
            Topics = topics,
            Start = _configuration.Start,
            Member = _member,
            MemberIsStable = _bus.InstanceIsConfigured,
            Duration = Defaults.LeaseDuration,
            Renewal = Defaults.LeaseRenewal,
        },
        (ILeaseStore)_transport.Transport,
        (ITopicAdministrator)_transport.Transport,
        owner,
        _transport.Time);

    private void OnLate(DeliveryWork work)
    {
        var context = work.Context;
        _parts.Log.HandlerTooSlow(
            Name, work.Invoker?.EventType ?? "", _configuration.HandlerTimeout, context.Topic, context.Partition, context.Position);
    }

    private string Stuck(DeliveryWork work) =>
        $"a handler of {work.Invoker?.EventType ?? "an event"} has not ended {_configuration.HandlerTimeout} after it began, at {work.Context.Topic}[{work.Context.Partition}] "
        + $"{work.Context.Position}; what is behind it waits.";

    /// <summary>A delivery must not be passed over and cannot be handled: the consumer ends, and says why.</summary>
    private void OnFailed(FailedDeliveryException failure)
    {
        _failure = failure;
        _parts.Health.Set("failed", $"stopped: {failure.Message}");
        _parts.Log.ConsumerFailed(Name, "handling", failure.Reason, "Mend the handler or the record, then restart.", failure);
        _session?.Stop();
    }
}
