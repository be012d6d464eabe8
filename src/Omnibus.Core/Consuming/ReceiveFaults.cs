using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Pipeline;

namespace Omnibus.Consuming;

/// <summary>Decides what a consumer does about a driver's exception: the columns "receive" and "settle" of the fault table in the contract.</summary>
internal sealed class ReceiveFaults(ConsumerParts parts)
{
    private const int MostUnknown = 5;
    private const string Place = "driver";

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    private TimeSpan _wait;
    private int _unknown;

    /// <summary>A call went through.</summary>
    public void Passed()
    {
        if (_wait > TimeSpan.Zero)
        {
            _wait = TimeSpan.Zero;
            _unknown = 0;
            parts.Health.Clear(Place);
        }
    }

    /// <summary>Waits and returns null where the same call may be tried again; says how the session ends where it may not.</summary>
    public async ValueTask<SessionEnd?> JudgeAsync(string operation, Exception exception, Interruption interruption)
    {
        var code = parts.Transport.Classify(exception);
        switch (code)
        {
            case FaultCode.Unauthenticated or FaultCode.PermissionDenied or FaultCode.Misconfigured or FaultCode.Corrupt or FaultCode.Unsupported
                or FaultCode.InvalidArgument or FaultCode.TooLarge:
            case FaultCode.Unknown when ++_unknown > MostUnknown:
                parts.Health.Set(Place, $"{operation} failed for good ({code}): {exception.Message}");
                parts.Log.ConsumerFailed(parts.Configuration.Name, operation, code, $"See docs/operations/{OmnibusException.IdOf(code)}.md.", exception);
                return SessionEnd.Failed;
            case FaultCode.Closed or FaultCode.Fenced or FaultCode.NotFound:
                await WaitAsync(operation, code, exception, interruption).ConfigureAwait(false);
                return SessionEnd.Reopen;
            default:
                await WaitAsync(operation, code, exception, interruption).ConfigureAwait(false);
                return null;
        }
    }

    private async ValueTask WaitAsync(string operation, FaultCode code, Exception exception, Interruption interruption)
    {
        if (_wait == TimeSpan.Zero)
        {
            parts.Log.ConsumerWaits(parts.Configuration.Name, operation, code, exception);
        }

        _wait = _wait == TimeSpan.Zero ? s_firstWait : _wait * 2 < s_longestWait ? _wait * 2 : s_longestWait;
        parts.Health.Set(Place, $"{operation} fails ({code}) and is tried again: {exception.Message}");
        await interruption.Progress.WaitAsync(_wait, parts.Time).ConfigureAwait(false);
    }
}
