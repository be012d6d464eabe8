using Omnibus.Redis.Connecting;
using StackExchange.Redis;

namespace Omnibus.Redis.Consuming;

/// <summary>
/// At most one blocking read at a time, on a connection of its own. A wait for it that is cancelled leaves it under way: the next wait finds what it
/// brings. For the consumer's loop, except <see cref="DisposeAsync"/>, which may come meanwhile.
/// </summary>
internal sealed class BlockingRead(RedisConnection connection, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private Task<RespResult>? _read;

    public bool IsUnderWay => _read is not null;

    public void Begin(string command, ReadOnlyMemory<RedisKeyOrValue> arguments) => _read = connection.ExecuteAsync(command, arguments).AsTask();

    /// <summary>Waits for the read that is under way. Once there is an answer, or a failure, none is under way any more.</summary>
    public async ValueTask<RespResult> FinishAsync(CancellationToken cancellationToken)
    {
        var read = _read!;
        if (!read.IsCompleted)
        {
            await ((Task)read).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!read.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        _read = null;
        return await read.ConfigureAwait(false);
    }

    /// <summary>With nothing to read there is nothing to wake us: the core assigns and resumes between receives.</summary>
    public async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, cancellationToken);
        try
        {
            await Task.Delay(wait, time, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(BlockingRead));
        }
    }

    /// <summary>Ends reads and waits, and closes the connection. May come twice and at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
        if (_read is { } read)
        {
            // The connection was closed under it: seen, and of no interest. A receive that still waits for it gets the same failure.
            _ = read.ContinueWith(
                static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
