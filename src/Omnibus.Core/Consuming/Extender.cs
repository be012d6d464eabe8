using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Pipeline;

namespace Omnibus.Consuming;

/// <summary>Tells a broker in time that work goes on, so that it does not give long work to somebody else. Nothing to do where the driver has no such need.</summary>
internal sealed class Extender(IExtendableConsumer? driver, Partitions partitions, ConsumerParts parts)
{
    private readonly List<Settlement> _open = [];
    private long _extendedAt = parts.Time.GetTimestamp();

    /// <summary>Called by the loop between receives.</summary>
    public async ValueTask ExtendAsync()
    {
        if (driver is null || parts.Time.GetElapsedTime(_extendedAt) < driver.ExtendInterval / 2)
        {
            return;
        }

        _extendedAt = parts.Time.GetTimestamp();
        _open.Clear();
        foreach (var state in partitions.All)
        {
            state.AddOpen(_open);
        }

        if (_open.Count == 0)
        {
            return;
        }

        try
        {
            await driver.ExtendAsync(_open.ToArray(), CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the worst that follows is that work is done twice; the next receive meets the same fault and decides
        catch (Exception exception)
#pragma warning restore CA1031
        {
            parts.Log.ConsumerWaits(parts.Configuration.Name, "extending", parts.Transport.Classify(exception), exception);
        }
    }
}
