using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases;

/// <summary>Writes down the cases of one family.</summary>
internal sealed class CaseFamily(string name)
{
    private readonly List<ConformanceCase> _cases = [];

    public IReadOnlyList<ConformanceCase> Cases => _cases;

    /// <summary>A promise of every transport.</summary>
    public CaseFamily Add(string sentence, Func<ConformanceRun, Task> body) => Add(sentence, _ => null, body);

    /// <summary>A promise of the transports for which <paramref name="whyNot"/> has no reason.</summary>
    public CaseFamily Add(string sentence, Func<TransportInfo, string?> whyNot, Func<ConformanceRun, Task> body)
    {
        _cases.Add(new ConformanceCase(name, sentence, whyNot, body));
        return this;
    }

    /// <summary>A promise that is kept with each of these ways to coordinate that the transport has.</summary>
    public CaseFamily AddFor(Coordination ways, string sentence, Func<ConformanceRun, Coordination, Task> body) =>
        AddFor(ways, sentence, _ => null, body);

    /// <inheritdoc cref="AddFor(Coordination, string, Func{ConformanceRun, Coordination, Task})" />
    public CaseFamily AddFor(
        Coordination ways, string sentence, Func<TransportInfo, string?> whyNot, Func<ConformanceRun, Coordination, Task> body) =>
        Add(sentence, info => Needs.Coordination(ways)(info) ?? whyNot(info), run => ForEachWayAsync(run, ways, body));

    private static async Task ForEachWayAsync(ConformanceRun run, Coordination ways, Func<ConformanceRun, Coordination, Task> body)
    {
        foreach (var way in (Coordination[])[Coordination.Broker, Coordination.Leases, Coordination.Shared])
        {
            if (!(run.Info.Coordination & ways).HasFlag(way))
            {
                continue;
            }

            try
            {
                await body(run, way).ConfigureAwait(false);
            }
            catch (ConformanceException exception)
            {
                throw new ConformanceException($"With coordination {way}: {exception.Message}", exception);
            }
        }
    }
}
