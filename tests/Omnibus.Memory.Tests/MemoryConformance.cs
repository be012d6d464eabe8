using Omnibus.Conformance;
using Omnibus.Conformance.Xunit;
using Omnibus.Drivers;

namespace Omnibus.Memory.Tests;

public sealed class MemoryConformance : TransportConformance<MemoryHarness>;

public sealed class MemoryHarness : ITransportHarness
{
    public ITransportFactory Factory { get; } = new MemoryFactory();

    public IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?> { ["Name"] = $"{Guid.NewGuid()}" };

    public ValueTask DisposeAsync() => default;
}
