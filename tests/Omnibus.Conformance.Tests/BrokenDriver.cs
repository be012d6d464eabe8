using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests;

/// <summary>A driver that breaks one promise, and the case that must notice.</summary>
/// <param name="Wrap">Makes it over a memory transport.</param>
/// <param name="Caught">The name of the case.</param>
internal sealed record BrokenDriver(Func<ITransport, Cable, ITransport> Wrap, string Caught)
{
    /// <summary>Cases that cannot but fail with it, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> AlsoCaught { get; init; } = new Dictionary<string, string>();

    /// <summary>Cases whose readers come and go at random, and may meet the fault by chance.</summary>
    public IReadOnlySet<string> CaughtByChance { get; init; } = new HashSet<string>();

    public Func<TransportInfo, TransportInfo>? Declare { get; init; }

    /// <summary>The store outlives its connections, as one on a disk does.</summary>
    public bool KeepsStore { get; init; }

    public Func<ITransportFactory, ITransportFactory> Announce { get; init; } = factory => factory;
}
