using Omnibus.Drivers;

namespace Omnibus.Diagnostics;

/// <summary>Answers whoever asks from outside, in two ways: does the bus live, and can it do its work now. Safe for concurrent calls.</summary>
internal sealed class BusCheckup(BusRuntime bus, TimeProvider time)
{
    private readonly Dictionary<string, BrokerPulse> _pulses = bus.Transports.Values
        .Where(transport => transport.Transport is IProbe)
        .ToDictionary(transport => transport.Name, transport => new BrokerPulse(transport, time), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What only a restart can mend: loops that ended though nobody told them to. An absent broker is no such thing, for a restart would not bring it back.
    /// </summary>
    public IReadOnlyList<string> FindDead() => [.. bus.FindDead()];

    /// <summary>Why the bus cannot do its work now: a broker that does not answer, a consumer that has no place in its group yet, everything that is not well.</summary>
    public async Task<IReadOnlyList<string>> FindUnreadyAsync(CancellationToken cancellationToken)
    {
        var pulses = await Task.WhenAll(_pulses.Values.Select(pulse => pulse.TakeAsync(cancellationToken))).ConfigureAwait(false);
        return
        [
            .. bus.FindDead(),
            .. pulses.OfType<string>(),
            .. bus.Consumers.Where(consumer => !consumer.HasEnded && !consumer.IsReading).Select(consumer => $"Consumer '{consumer.Name}' does not read yet."),
            .. bus.Health.Problems,
        ];
    }
}
