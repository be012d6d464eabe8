using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Chooses the partition of a key differently over each connection.</summary>
internal sealed class SwapsPartitions(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private static int s_connections;

    private readonly int _turn = Interlocked.Increment(ref s_connections);

    protected override IProducerDriver Wrap(HealthyProducer producer) => new Producer(producer, this);

    private sealed class Producer(HealthyProducer inner, SwapsPartitions transport) : HealthyProducer(inner)
    {
        public override async ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
        {
            var records = batch.ToArray();
            for (var index = 0; index < records.Length; index++)
            {
                var record = records[index];
                if (record is { Partition: null, Key: { } key } && await transport.DescribeAsync(record.Topic, cancellationToken) is { } topic)
                {
                    var partition = (KeyPartitioner.ForKey(key.Span, topic.Partitions.Count) + transport._turn) % topic.Partitions.Count;
                    records[index] = new ChangedRecord(record) { ChangePartition = _ => partition };
                }
            }

            await base.SendAsync(records, cancellationToken);
        }
    }
}
