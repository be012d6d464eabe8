using System.Collections.Concurrent;
using Omnibus.Conformance.Running;

namespace Omnibus.Conformance.Bus;

/// <summary>What handlers have handled, in order.</summary>
internal sealed class Handled
{
    private readonly ConcurrentQueue<Probe> _probes = new();

    public IReadOnlyCollection<Probe> All => _probes;

    public ValueTask Add(Probe probe)
    {
        _probes.Enqueue(probe);
        return ValueTask.CompletedTask;
    }

    /// <summary>A handler that notes and does nothing else.</summary>
    public ValueTask Note(Probe probe, EventContext context, CancellationToken cancellationToken) => Add(probe);

    /// <summary>Waits until every one of these was handled.</summary>
    public async Task WaitForAsync(ConformanceRun run, IEnumerable<Probe> expected, string what)
    {
        var missing = expected.ToHashSet();
        await UntilAsync(
            run,
            () =>
            {
                missing.ExceptWith(_probes);
                return missing.Count == 0;
            },
            () => $"{what}: {missing.Count} were not handled, among them {missing.First()}").ConfigureAwait(false);
    }

    /// <summary>Waits until a condition holds, no longer than the harness has patience.</summary>
    public static async Task UntilAsync(ConformanceRun run, Func<bool> holds, Func<string> otherwise)
    {
        var deadline = run.Deadline();
        while (!holds())
        {
            Check.That(!deadline.Passed, otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(5), run.Clock, run.Stop).ConfigureAwait(false);
        }
    }

    /// <summary>The first time of each probe came in the order of its key.</summary>
    public void CheckKeys()
    {
        foreach (var key in _probes.Distinct().GroupBy(probe => probe.Key))
        {
            Check.Sequence(key.Select(probe => probe.Number).Order(), key.Select(probe => probe.Number), $"First handling of the events of {key.Key}");
        }
    }
}
