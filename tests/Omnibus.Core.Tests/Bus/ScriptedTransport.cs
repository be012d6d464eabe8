using System.Collections.Concurrent;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Bus;

/// <summary>A transport whose producer does, batch by batch, what a test wrote down; after that it stores everything. It remembers what it stored, in order.</summary>
internal sealed class ScriptedTransport(ITransport inner, params Func<OutgoingRecord[], ScriptedTransport, Task>[] script) : ITransport, ITopicAdministrator
{
    private readonly Queue<Func<OutgoingRecord[], ScriptedTransport, Task>> _script = new(script);
    private readonly List<byte[]> _stored = [];
    private readonly Lock _gate = new();

    public WireFormat Wire => inner.Wire;

    public int Opened { get; private set; }

    /// <summary>What was called on producers, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    public List<string> Created { get; } = [];

    /// <summary>The numbers of the notes that were stored.</summary>
    public IReadOnlyList<long> Stored
    {
        get
        {
            lock (_gate)
            {
                return [.. _stored.Select(body => BitConverter.ToInt64(body))];
            }
        }
    }

    public static Task Store(IEnumerable<OutgoingRecord> records, ScriptedTransport transport)
    {
        foreach (var record in records)
        {
            Position position;
            lock (transport._gate)
            {
                transport._stored.Add(record.Body!.Value.ToArray());
                position = new Position(0, (ulong)transport._stored.Count);
            }

            record.Succeed(0, position);
        }

        return Task.CompletedTask;
    }

    public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken)
    {
        Opened++;
        return new(new Producer(this));
    }

    public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) =>
        inner.OpenConsumerAsync(request, cancellationToken);

    public FaultCode Classify(Exception exception) => exception is ScriptedException scripted ? scripted.Code : inner.Classify(exception);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken)
    {
        Created.Add(topic.Name);
        return new(true);
    }

    public ValueTask<bool> DeleteAsync(string topic, CancellationToken cancellationToken) => new(false);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => new(Created);

    public ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) => new((TopicDescription?)null);

    private sealed class Producer(ScriptedTransport transport) : IProducerDriver
    {
        public async ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
        {
            transport.Calls.Enqueue("send");
            var records = batch.ToArray();
            await (transport._script.TryDequeue(out var step) ? step(records, transport) : Store(records, transport));
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            transport.Calls.Enqueue("flush");
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed class ScriptedException(FaultCode code) : Exception($"scripted {code}")
{
    public FaultCode Code { get; } = code;
}
