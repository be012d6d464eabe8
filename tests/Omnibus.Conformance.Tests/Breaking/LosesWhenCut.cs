using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Goes on, after a cut, with what is stored from then on.</summary>
internal sealed class LosesWhenCut(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) =>
        request.Coordination == Coordination.Leases ? new Consumer(consumer, this) : consumer;

    private sealed class Consumer(HealthyConsumer inner, LosesWhenCut transport) : HealthyConsumer(inner)
    {
        private readonly HashSet<TopicPartition> _reading = [];
        private bool _wasCut;

        public override void Assign(IReadOnlyList<Assignment> assignments)
        {
            _reading.UnionWith(assignments.Select(assignment => assignment.Partition));
            base.Assign(assignments);
        }

        public override async ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken)
        {
            try
            {
                if (_wasCut)
                {
                    await transport.ProbeAsync(cancellationToken);
                    foreach (var partition in _reading)
                    {
                        var topic = await transport.DescribeAsync(partition.Topic, cancellationToken);
                        await SeekAsync(partition, topic!.Partitions[partition.Partition].End, cancellationToken);
                    }

                    _wasCut = false;
                }

                return await base.ReceiveAsync(buffer, cancellationToken);
            }
            catch (CutException)
            {
                _wasCut = true;
                throw;
            }
        }
    }
}
