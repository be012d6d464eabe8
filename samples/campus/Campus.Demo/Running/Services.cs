using System.Collections.Concurrent;
using System.Diagnostics;
using Campus.Demo.Events;
using Campus.Service;

namespace Campus.Demo.Running;

/// <summary>The three services over one broker, and what was published to them. One caller changes it at a time; anyone may look.</summary>
internal sealed class Services(Broker broker, string folder) : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_readyLimit = TimeSpan.FromSeconds(60);

    // No progress for so long means that something is stuck.
    private static readonly TimeSpan s_standstill = TimeSpan.FromSeconds(60);

    private readonly Observer _observer = new(broker);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly ConcurrentDictionary<string, ServiceProcess> _services = [];
    private readonly ConcurrentDictionary<string, TotalsSnapshot> _totals = [];
    private readonly ConcurrentDictionary<string, long> _published = [];
    private readonly ConcurrentStack<ServiceProcess> _ended = []; // kept: somebody may be looking at one
    private int _files;

    /// <summary>How many events were handed to the registrar, by type.</summary>
    public IReadOnlyDictionary<string, long> Published => _published;

    /// <summary>How many of them the registrar had stored at the last look, by type.</summary>
    public IReadOnlyDictionary<string, long> Stored => _totals.GetValueOrDefault("registrar", TotalsSnapshot.Empty).ByType;

    /// <summary>The state of the consumers at the last look.</summary>
    public IReadOnlyList<ConsumerState> Consumers { get; private set; } = [];

    /// <summary>Starts the services, the consumers first, and returns when their groups are in place.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(((string[])["mailer", "reports", "registrar"]).Select(name => StartAsync(name, cancellationToken)));
        await WaitUntilAsync(states => states.All(state => state.Ready), s_readyLimit, "The consumers did not join their groups", cancellationToken);
    }

    /// <summary>Writes a file of events and has the registrar publish it.</summary>
    public Task PublishAsync(int count, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var file = Path.Combine(folder, $"events-{++_files}.jsonl");
            var written = EventFileWriter.Write(file, seed: _files, count);
            foreach (var (type, number) in written)
            {
                _published.AddOrUpdate(type, number, (_, before) => before + number);
            }

            await _services["registrar"].PostAsync("/events", await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
        },
        cancellationToken);

    /// <summary>Publishes an event that the mailer's handler refuses: it must end among the dead letters, and nothing else may suffer.</summary>
    public Task PoisonAsync(CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var (type, line) = EventFileWriter.Poison(++_files);
            _published.AddOrUpdate(type, 1, (_, before) => before + 1);
            await _services["registrar"].PostAsync("/events", line, cancellationToken);
        },
        cancellationToken);

    /// <summary>Kills the mailer's process, as a crash would.</summary>
    public Task KillMailerAsync(CancellationToken cancellationToken) => ChangeAsync(() => _services["mailer"].KillAsync(), cancellationToken);

    /// <summary>Starts the mailer again if it does not run.</summary>
    public Task RestartMailerAsync(CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            if (!_services["mailer"].Running)
            {
                _ended.Push(_services["mailer"]);
                await StartAsync("mailer", cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Asks services and broker how it stands.</summary>
    public async Task<IReadOnlyList<ConsumerState>> LookAsync(CancellationToken cancellationToken)
    {
        await AskAsync("registrar", cancellationToken);
        return Consumers = await Task.WhenAll(Consumer.All.Select(async consumer => await _observer.LookAsync(
            consumer,
            _services[consumer.Service].Running,
            await AskAsync(consumer.Service, cancellationToken),
            consumer.Events.Sum(definition => _published.GetValueOrDefault(definition.Type)),
            cancellationToken)));
    }

    /// <summary>Waits until every service has handled what was published for it; false where nothing moves any more.</summary>
    public async Task<bool> WaitUntilAllArrivedAsync(CancellationToken cancellationToken)
    {
        var moved = Stopwatch.GetTimestamp();
        var last = 0L;
        using var timer = new PeriodicTimer(s_interval);
        do
        {
            var states = await LookAsync(cancellationToken);
            if (states.All(state => state.AllArrived))
            {
                return true;
            }

            var now = states.Sum(state => state.Handled + state.DeadLetters - (state.Lag ?? 0));
            (moved, last) = now == last ? (moved, last) : (Stopwatch.GetTimestamp(), now);
        }
        while (Stopwatch.GetElapsedTime(moved) < s_standstill && await timer.WaitForNextTickAsync(cancellationToken));
        return false;
    }

    /// <summary>Stops all services in order; false where one had to be killed.</summary>
    public async Task<bool> StopAsync()
    {
        var stopped = await Task.WhenAll(_services.Values.Where(service => service.Running).Select(service => service.StopAsync()));
        return stopped.All(inTime => inTime);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values.Concat(_ended))
        {
            await service.DisposeAsync();
        }

        _changing.Dispose();
    }

    private async Task StartAsync(string name, CancellationToken cancellationToken)
    {
        // With a name of its own, a service that is started again takes back at once what its last process had.
        var environment = new Dictionary<string, string>(broker.Environment)
        {
            ["Omnibus__Service"] = broker.ServiceName(name),
            ["Omnibus__Instance"] = $"{name}-1",
        };
        if (name == "mailer")
        {
            environment.Add("Mailer__Drop", Path.Combine(folder, "mails.txt"));
        }

        _services[name] = await ServiceProcess.StartAsync(name, environment, cancellationToken);
    }

    // A service that does not answer keeps what it said last.
    private async Task<TotalsSnapshot> AskAsync(string name, CancellationToken cancellationToken) =>
        _totals[name] = await _services[name].AskTotalsAsync(cancellationToken) ?? _totals.GetValueOrDefault(name, TotalsSnapshot.Empty);

    private async Task WaitUntilAsync(Func<IReadOnlyList<ConsumerState>, bool> condition, TimeSpan limit, string otherwise, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(s_interval);
        while (!condition(await LookAsync(cancellationToken)))
        {
            if (Stopwatch.GetElapsedTime(begin) > limit)
            {
                throw new DemoException($"{otherwise} in {limit.TotalSeconds:0} s.\n{string.Join('\n', _services.Values.Select(service => service.LastLines()))}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
        }
        finally
        {
            _changing.Release();
        }
    }
}
