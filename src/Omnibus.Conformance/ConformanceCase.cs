using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance;

/// <summary>One promise, and the way to find out whether a transport keeps it. Immutable.</summary>
public sealed class ConformanceCase
{
    private readonly Func<TransportInfo, string?> _whyNot;
    private readonly Func<ConformanceRun, Task> _body;

    internal ConformanceCase(string family, string name, Func<TransportInfo, string?> whyNot, Func<ConformanceRun, Task> body)
    {
        Family = family;
        Name = name;
        _whyNot = whyNot;
        _body = body;
    }

    /// <summary>What it is about, for example <c>Settlement</c>.</summary>
    public string Family { get; }

    /// <summary>The promise, as a sentence. Unique in the suite.</summary>
    public string Name { get; }

    /// <summary>Why a transport with these facts is not asked; null where it is.</summary>
    public string? WhyNot(TransportInfo info) => _whyNot(info);

    /// <summary>Holds the transport of <paramref name="harness"/> to the promise. Returns where it is kept.</summary>
    /// <param name="harness">The store, prepared.</param>
    /// <param name="seed">Decides what is random. The same seed asks the same.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConformanceException">The promise is broken.</exception>
    /// <exception cref="NotAskedException">The harness cannot do what the case needs.</exception>
    public Task RunAsync(ITransportHarness harness, int seed, CancellationToken cancellationToken) =>
        ConformanceRun.ExecuteAsync(harness, seed, _body, cancellationToken);

    /// <inheritdoc />
    public override string ToString() => Name;
}
