using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Finds the first record after a time and leaves out those of the time itself.</summary>
internal sealed class FindsTooLate(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    public override ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken) =>
        base.FindAsync(partition, time.AddMilliseconds(1), cancellationToken);
}
