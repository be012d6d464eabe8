using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Lets a configured start of "latest" win over where the group stands.</summary>
internal sealed class ForgetsStoredPosition(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
{
    private readonly HashSet<string> _prepared = [];

    public override async ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken)
    {
        // Only a group that was first prepared otherwise, so that new groups still start where they should.
        if (start.Kind == StartKind.Latest && _prepared.Contains(group))
        {
            await DeleteGroupAsync(group, cancellationToken);
        }

        if (start.Kind == StartKind.Earliest)
        {
            _prepared.Add(group);
        }

        await base.PrepareAsync(group, topics, start, cancellationToken);
    }
}
