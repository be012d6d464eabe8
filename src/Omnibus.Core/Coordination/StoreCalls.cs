namespace Omnibus.Coordinating;

/// <summary>Calls the broker with limited patience: a call that hangs must not stop the coordinator.</summary>
/// <param name="patience">How long one call may take.</param>
/// <param name="time">The clock.</param>
internal sealed class StoreCalls(TimeSpan patience, TimeProvider time)
{
    /// <summary>Calls for an answer.</summary>
    /// <exception cref="TimeoutException">It took too long. What the call meant to do may happen all the same.</exception>
    public async ValueTask<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> call)
    {
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            return await call(limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"The lease store did not answer within {patience.TotalSeconds:0.#} s.", exception);
        }
    }

    /// <inheritdoc cref="AskAsync" />
    public async ValueTask TellAsync(Func<CancellationToken, ValueTask> call) => await AskAsync(async token =>
    {
        await call(token).ConfigureAwait(false);
        return true;
    }).ConfigureAwait(false);
}
