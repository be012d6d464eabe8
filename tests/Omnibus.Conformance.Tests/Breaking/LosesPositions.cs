using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>Keeps records, and forgets where groups are once every connection is closed.</summary>
internal sealed class LosesPositions : HealthyTransport
{
    private static readonly ConcurrentDictionary<string, int> s_prepared = new();
    private static int s_open;
    private static int s_generation;

    private bool _closed;

    public LosesPositions(ITransport inner, Cable cable)
        : base(inner, cable) => s_open++;

    public override async ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken)
    {
        if (s_prepared.GetOrAdd(group, s_generation) < s_generation)
        {
            s_prepared[group] = s_generation;
            await ReleaseAsync(
                [.. (await ListAsync(group, cancellationToken)).Where(state => state.Owner is not null).Select(state => new Lease(state.Name, state.Owner!, state.Epoch))],
                cancellationToken);
            await DeleteGroupAsync(group, cancellationToken);
        }

        await base.PrepareAsync(group, topics, start, cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        if (!_closed && --s_open == 0)
        {
            s_generation++;
        }

        _closed = true;
        return base.DisposeAsync();
    }
}
