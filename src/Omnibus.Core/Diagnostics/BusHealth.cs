using System.Collections.Concurrent;
using Omnibus.Drivers;

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

/// <summary>How publishing on a transport is.</summary>
internal sealed class TransportHealth(string name)
{
    public string? Problem { get; private set; }

    /// <summary>Publishing waits because of <paramref name="code"/>; null: it goes through.</summary>
    public void Publishing(FaultCode? code, Exception? exception) =>
        Problem = code is null ? null : $"Transport '{name}' cannot publish ({code}): {exception?.Message}";
}

/// <summary>How a consumer is.</summary>
internal sealed class ConsumerHealth(string name)
{
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);

    public string? Problem => _problems.IsEmpty ? null : $"Consumer '{name}': {string.Join(" ", _problems.Values)}";

    /// <summary>Something about the consumer is not well; one problem at a time for each place.</summary>
    public void Set(string place, string problem) => _problems[place] = problem;

    public void Clear(string place) => _problems.TryRemove(place, out _);
}
