using Omnibus.Drivers;

namespace Omnibus.Hosting;

/// <summary>Waits until every broker answers, for an application that must not start without.</summary>
internal sealed class BrokerWait(IEnumerable<TransportRuntime> transports)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns when all answer. What waiting cannot mend is thrown.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        foreach (var transport in transports)
        {
            while (transport.Transport is IProbe probe && !await AnswersAsync(transport, probe, cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(s_pause, transport.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<bool> AnswersAsync(TransportRuntime transport, IProbe probe, CancellationToken cancellationToken)
    {
        try
        {
            await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // whatever a driver throws is classified
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return transport.Classify(exception) is FaultCode.Unavailable or FaultCode.Transient or FaultCode.Throttled
                ? false
                : throw Faults.Unusable(transport.Name, transport.Classify(exception), exception);
        }
    }
}
