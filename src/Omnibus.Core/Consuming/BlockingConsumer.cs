using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>
/// Gives a driver that blocks its thread a thread of its own. One hand-over for each batch; the pool's threads stay free.
/// </summary>
internal sealed class BlockingConsumer : IConsumerDriver
{
    private readonly IConsumerDriver _inner;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private Call? _call;
    private int _closed;
    private volatile bool _ended;

    public BlockingConsumer(IConsumerDriver inner, string name)
    {
        _inner = inner;
        _thread = new Thread(Run) { IsBackground = true, Name = $"omnibus {name}" };
        _thread.Start();
    }

    public SettlementModel Settlement => _inner.Settlement;

    public bool Ordered => _inner.Ordered;

    public bool ReceiveBlocksThread => false;

    public ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken) =>
        new(PostAsync(() => _inner.ReceiveAsync(buffer, cancellationToken)));

    public async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
        await PostAsync(async () =>
        {
            await _inner.SettleAsync(settlements, cancellationToken).ConfigureAwait(false);
            return 0;
        }).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        try
        {
            await PostAsync(async () =>
            {
                await _inner.DisposeAsync().ConfigureAwait(false);
                return 0;
            }).ConfigureAwait(false);
        }
        finally
        {
            _ended = true;
            _wake.Set();
        }
    }

    private Task<int> PostAsync(Func<ValueTask<int>> work)
    {
        var call = new Call(work);
        Volatile.Write(ref _call, call);
        _wake.Set();
        return call.Task;
    }

    private void Run()
    {
        while (true)
        {
            _wake.WaitOne();
            if (Interlocked.Exchange(ref _call, null) is { } call)
            {
                call.Execute();
            }

            if (_ended)
            {
                _wake.Dispose();
                return;
            }
        }
    }

    private sealed class Call(Func<ValueTask<int>> work) : TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public void Execute()
        {
            try
            {
                // The thread is the driver's own: it may block here, and a driver that returns a pending task has its thread wait for it.
                SetResult(work().AsTask().GetAwaiter().GetResult());
            }
            catch (OperationCanceledException exception)
            {
                SetCanceled(exception.CancellationToken);
            }
#pragma warning disable CA1031 // the exception is the caller's
            catch (Exception exception)
#pragma warning restore CA1031
            {
                SetException(exception);
            }
        }
    }
}
