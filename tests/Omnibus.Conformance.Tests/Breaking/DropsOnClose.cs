using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>When one of several readers ends, what it holds is gone, instead of going to the others.</summary>
internal sealed class DropsOnClose(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private static readonly ConcurrentDictionary<string, int> s_readers = new();

    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request)
    {
        if (request.Coordination != Coordination.Shared)
        {
            return consumer;
        }

        s_readers.AddOrUpdate(request.Group!, 1, (_, count) => count + 1);
        return new Consumer(consumer, request.Group!);
    }

    private sealed class Consumer(HealthyConsumer inner, string group) : HealthyConsumer(inner)
    {
        private readonly List<Settlement> _held = [];
        private int _closed;

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            var count = await base.ReceiveAsync(buffer, cancellationToken);
            foreach (var delivery in buffer.Span[..count])
            {
                _held.Add(new Settlement(new TopicPartition(delivery.Topic, delivery.Partition), delivery.Position, SettlementKind.Reject));
            }

            return count;
        }

        public override async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0 && s_readers.AddOrUpdate(group, 0, (_, count) => count - 1) > 0)
            {
                await base.SettleAsync(_held.ToArray(), CancellationToken.None);
            }

            await base.DisposeAsync();
        }
    }
}
