using System.Collections.Concurrent;

namespace Omnibus.Diagnostics;

/// <summary>How the bus is: one state for each transport's publishing and for each consumer.</summary>
internal sealed class BusHealth
{
    private readonly ConcurrentDictionary<string, TransportHealth> _transports = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConsumerHealth> _consumers = new(StringComparer.Ordinal);

    public bool IsHealthy => Problems.Count == 0;

    /// <summary>One sentence for everything that is not well now.</summary>
    public IReadOnlyList<string> Problems =>
        [.. _transports.Values.Select(transport => transport.Problem).Concat(_consumers.Values.Select(consumer => consumer.Problem)).OfType<string>()];

    public TransportHealth Transport(string name) => _transports.GetOrAdd(name, static key => new TransportHealth(key));

    public ConsumerHealth Consumer(string name) => _consumers.GetOrAdd(name, static key => new ConsumerHealth(key));
}
