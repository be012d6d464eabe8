using System.Text;
using Omnibus.Conformance.Recording;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Running;

/// <summary>One case at work: opens what it needs, closes everything behind it, and bounds every wait.</summary>
internal sealed partial class ConformanceRun : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly CancellationToken _stop;
    private ITransport? _transport;
    private RecordSender? _sender;
    private int _instances;

    private ConformanceRun(ITransportHarness harness, int seed, CancellationToken stop)
    {
        Harness = harness;
        Seed = seed;
        Random = new Random(seed);
        _stop = stop;
    }

    public ITransportHarness Harness { get; }

    public TransportInfo Info => Harness.Factory.Info;

    public int Seed { get; }

    public Random Random { get; }

    public RecordedNotices Notices { get; } = new();

    public TimeProvider Clock { get; } = TimeProvider.System;

    public CancellationToken Stop => _stop;

    public TimeSpan Patience => Harness.Patience;

    /// <summary>The run's first connection.</summary>
    public ITransport Transport => _transport ??= Open();

    public static async Task ExecuteAsync(ITransportHarness harness, int seed, Func<ConformanceRun, Task> body, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = new ConformanceRun(harness, seed, stop.Token);
        try
        {
            await run.RunBodyAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // What went wrong first is what is told, whatever goes wrong in closing.
            await stop.CancelAsync().ConfigureAwait(false);
            await run.TryCloseAllAsync().ConfigureAwait(false);
            throw;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await run.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Opens one more connection to the store.</summary>
    public ITransport Open() => Open(Harness.Settings);

    /// <summary>Opens a connection with settings of its own.</summary>
    public ITransport Open(IReadOnlyDictionary<string, string?> settings)
    {
        var transport = Harness.Factory.Create(new TransportSettings("conformance", "Omnibus:Transports:conformance", settings), NewHost());
        return Closing(transport);
    }

    /// <summary>What a transport is made with.</summary>
    public TransportHost NewHost() => new()
    {
        TimeProvider = Clock,
        Notices = Notices,
        Service = "conformance",
        Instance = $"conformance-{Guid.NewGuid():N}-{++_instances}",
    };

    /// <summary>Notes what must be closed when the case ends, last first.</summary>
    public T Closing<T>(T opened)
        where T : IAsyncDisposable
    {
        lock (_opened)
        {
            _opened.Add(opened);
        }

        return opened;
    }

    public string NewGroup() => Harness.NewGroupName();

    public async Task<string> NewTopicAsync(int partitions = 1, TimeSpan? retention = null)
    {
        var topic = Harness.NewTopicName();
        var specification = new TopicSpecification(topic) { Partitions = partitions, Retention = retention };
        await Harness.CreateTopicAsync(Transport, specification, Stop).ConfigureAwait(false);
        return topic;
    }

    /// <summary>A topic with several partitions; the case is not asked where there is no such thing.</summary>
    public Task<string> NewPartitionedTopicAsync() => Harness.Partitions > 1
        ? NewTopicAsync(Harness.Partitions)
        : throw new NotAskedException("the broker has no partitions");

    /// <summary>A producer on a connection of the case's choice.</summary>
    public async Task<RecordSender> OpenSenderAsync(ITransport transport) =>
        Closing(new RecordSender(this, transport, await transport.OpenProducerAsync(new ProducerRequest { SendTimeout = Patience / 3 }, Stop).ConfigureAwait(false)));

    /// <summary>The run's first producer.</summary>
    public async Task<RecordSender> SenderAsync() => _sender ??= await OpenSenderAsync(Transport).ConfigureAwait(false);

    /// <summary>Stores records whose bodies are these texts, and returns them in order.</summary>
    public async Task<IReadOnlyList<SentRecord>> SendAsync(string topic, IEnumerable<string> bodies, int? partition = null)
    {
        var sender = await SenderAsync().ConfigureAwait(false);
        return await sender.SendAsync([.. bodies.Select(body => new Sample(topic) { Partition = partition, Body = Encoding.UTF8.GetBytes(body) })]).ConfigureAwait(false);
    }

    /// <summary>Waits for a task, no longer than the harness has patience.</summary>
    public async Task WithinAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw TooSlow(what);
        }
    }

    /// <inheritdoc cref="WithinAsync(Task, string)" />
    public async Task<T> WithinAsync<T>(Task<T> task, string what)
    {
        await WithinAsync((Task)task, what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <summary>A point in time after which a condition has had its time.</summary>
    public Deadline Deadline() => new(Clock, Patience);

    public ConformanceException TooSlow(string what) => new($"{what} did not happen within {Patience.TotalSeconds:0.#} s.");

    /// <summary>Closes every consumer, producer and transport, as when all processes end. What is opened next begins anew.</summary>
    public async Task CloseAllAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        _opened.Clear();
        _transport = null;
        _sender = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (await TryCloseAllAsync().ConfigureAwait(false) is { } failure)
        {
            throw new ConformanceException($"Closing at the end of the case failed: {failure.GetType().Name}: {failure.Message}", failure);
        }
    }

    /// <summary>Closes everything, last first, and returns what went wrong first.</summary>
    private async Task<Exception?> TryCloseAllAsync()
    {
        Exception? failure = null;
        for (var index = _opened.Count - 1; index >= 0; index--)
        {
            try
            {
                await _opened[index].DisposeAsync().AsTask().WaitAsync(Patience).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                failure ??= TooSlow($"The closing of {_opened[index].GetType().Name}");
            }
            catch (Exception exception)
            {
                failure ??= exception;
            }
        }

        return failure;
    }

    private async Task RunBodyAsync(Func<ConformanceRun, Task> body, CancellationToken cancellationToken)
    {
        // No wait in a case is unbounded, except in a driver that hangs where it must not.
        var limit = Patience * 8;
        try
        {
            await body(this).WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new ConformanceException($"The case did not end within {limit.TotalSeconds:0} s: a call of the driver hangs.", exception);
        }
        catch (Exception exception) when (exception is not (ConformanceException or NotAskedException) && !cancellationToken.IsCancellationRequested)
        {
            throw new ConformanceException($"The driver threw {exception.GetType().Name}: {exception.Message}", exception);
        }
    }
}
