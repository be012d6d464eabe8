using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Throws away what arrives in a paused partition.</summary>
internal sealed class PauseLoses(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new Consumer(consumer);

    private sealed class Consumer(HealthyConsumer inner) : HealthyConsumer(inner)
    {
        private readonly HashSet<TopicPartition> _paused = [];
        private readonly HashSet<TopicPartition> _moved = [];

        public override void Pause(IReadOnlyList<TopicPartition> partitions) => _paused.UnionWith(partitions);

        public override void Resume(IReadOnlyList<TopicPartition> partitions) => _paused.ExceptWith(partitions);

        public override ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
        {
            if (_paused.Contains(partition))
            {
                base.Pause([partition]);
                _moved.Add(partition);
            }

            return base.SeekAsync(partition, position, cancellationToken);
        }

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            // A partition that was sent elsewhere is left alone while it is paused.
            base.Resume([.. _moved.Where(partition => !_paused.Contains(partition))]);
            while (true)
            {
                var count = await base.ReceiveAsync(buffer, cancellationToken);
                var kept = 0;
                for (var index = 0; index < count; index++)
                {
                    var delivery = buffer.Span[index];
                    if (_paused.Contains(new TopicPartition(delivery.Topic, delivery.Partition)))
                    {
                        delivery.Release();
                    }
                    else
                    {
                        (buffer.Span[index], buffer.Span[kept]) = (buffer.Span[kept], delivery);
                        kept++;
                    }
                }

                if (kept > 0 || count == 0)
                {
                    return kept;
                }
            }
        }
    }
}
