using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Diagnostics;

/// <summary>Whether a broker answers. Asked at most every few seconds, however often somebody wants to know; never waits long.</summary>
internal sealed class BrokerPulse(TransportRuntime transport, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<string?>? _asked;
    private long _askedAt;

    /// <summary>Null: it answers; else a sentence that says why not.</summary>
    public Task<string?> TakeAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_asked is null || (_asked.IsCompleted && time.GetElapsedTime(_askedAt) >= s_freshness))
            {
                (_asked, _askedAt) = (AskAsync(), time.GetTimestamp());
            }

            return _asked.WaitAsync(cancellationToken);
        }
    }

    private async Task<string?> AskAsync()
    {
        // Not on the thread of whoever asks, and not under the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var patience = new CancellationTokenSource(s_patience, time);
        try
        {
            await ((IProbe)transport.Transport).ProbeAsync(patience.Token).AsTask().WaitAsync(patience.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return $"Transport '{transport.Name}': the broker does not answer within {s_patience.TotalSeconds:0} s.";
        }
#pragma warning disable CA1031 // whatever a driver throws is classified
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"Transport '{transport.Name}': the broker does not answer ({transport.Classify(exception)}): {exception.Message}";
        }
    }
}
