using Omnibus.Threading;

namespace Omnibus.Consuming;

/// <summary>Brings a loop back from a receive or a wait, because something was decided meanwhile.</summary>
internal sealed class Interruption : IDisposable
{
    private CancellationTokenSource _source = new();
    private volatile bool _hasLeft;

    /// <summary>Set by strands when a slice is done, and by every interruption.</summary>
    public AsyncSignal Progress { get; } = new();

    public CancellationToken Token => _source.Token;

    public bool IsInterrupted => _source.IsCancellationRequested;

    /// <summary>Ownership is given up: the loop may end.</summary>
    public bool HasLeft => _hasLeft;

    /// <summary>The loop goes on elsewhere: whoever decided something may hold a lock.</summary>
    public void Interrupt()
    {
        try
        {
            _ = Volatile.Read(ref _source).CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended.
        }

        Progress.Set();
    }

    public void Left()
    {
        _hasLeft = true;
        Interrupt();
    }

    /// <summary>The loop is back. Called by the loop only, before it looks at what was decided.</summary>
    public void Renew()
    {
        if (_source.IsCancellationRequested)
        {
            // The old one is not disposed: what is registered with it may still have to be called.
            Volatile.Write(ref _source, new CancellationTokenSource());
        }
    }

    public void Dispose() => _source.Dispose();
}
