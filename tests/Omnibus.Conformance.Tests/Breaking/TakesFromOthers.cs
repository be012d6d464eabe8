using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Gives a new reader what the others are at work on.</summary>
internal sealed class TakesFromOthers(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private readonly ConcurrentDictionary<string, Consumer> _first = new();

    public override async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        if (request.Coordination == Coordination.Shared && _first.TryGetValue(request.Group!, out var first))
        {
            await first.RequeueAsync();
        }

        return await base.OpenConsumerAsync(request, cancellationToken);
    }

    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Shared ? _first.GetOrAdd(request.Group!, new Consumer(consumer)) is var first && first.Wraps(consumer) ? first : consumer : consumer;

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private readonly HealthyConsumer _inner = inner;
        private readonly ConcurrentBag<Settlement> _delivered = [];
        private bool _closed;

        public bool Wraps(HealthyConsumer consumer) => _inner == consumer;

        public async ValueTask RequeueAsync()
        {
            if (!_closed)
            {
                await base.SettleAsync(_delivered.ToArray(), CancellationToken.None);
            }
        }

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            foreach (var delivery in buffer.Span[..count])
            {
                _delivered.Add(new Settlement(new TopicPartition(delivery.Topic, delivery.Partition), delivery.Position, SettlementKind.Requeue));
            }

            return count;
        }

        public override ValueTask DisposeAsync()
        {
            _closed = true;
            return base.DisposeAsync();
        }
    }
}
