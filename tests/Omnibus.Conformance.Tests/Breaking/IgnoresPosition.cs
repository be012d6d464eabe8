using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Starts a new group at the beginning where its configuration names a position.</summary>
internal sealed class IgnoresPosition(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    public override ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken) =>
        base.PrepareAsync(group, topics, start.Kind == StartKind.Position ? StartPoint.Earliest : start, cancellationToken);
}
