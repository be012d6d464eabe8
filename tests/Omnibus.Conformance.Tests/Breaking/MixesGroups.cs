using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Settles for every group that reads the topic: a broker without groups, and a driver that hides it.</summary>
internal sealed class MixesGroups(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private readonly Dictionary<string, List<Consumer>> _readers = [];

    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request)
    {
        if (request.Coordination != Coordination.Leases)
        {
            return consumer;
        }

        var reader = new Consumer(consumer, request.Group!, this);
        lock (_readers)
        {
            if (!_readers.TryGetValue(request.Topics[0], out var readers))
            {
                _readers[request.Topics[0]] = readers = [];
            }

            readers.Add(reader);
        }

        return reader;
    }

    private sealed class Consumer(HealthyConsumer inner, string group, MixesGroups transport) : HealthyConsumer(inner)
    {
        public override async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
        {
            await base.SettleAsync(settlements, cancellationToken);
            foreach (var settlement in settlements.ToArray())
            {
                List<Consumer> others;
                lock (transport._readers)
                {
                    others = [.. transport._readers[settlement.Partition.Topic].Where(other => other.Group != group)];
                }

                foreach (var other in others)
                {
                    // The other group goes on behind what this one settled.
                    await other.SeekAsync(settlement.Partition, settlement.Position.Next, cancellationToken);
                }
            }
        }

        private string Group => group;
    }
}
