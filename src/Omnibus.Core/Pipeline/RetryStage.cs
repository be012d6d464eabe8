using Omnibus.Diagnostics;

namespace Omnibus.Pipeline;

/// <summary>Tries again what may pass, in place and in order, with a delay that doubles and has jitter.</summary>
internal sealed class RetryStage(ConsumerParts parts) : WrappingStage
{
    protected override void Enter(DeliveryWork work) => work.Attempt = 1;

    protected override async ValueTask EndAsync(DeliveryWork work, ValueTask inside)
    {
        var retry = parts.Configuration.Retry;
        while (true)
        {
            try
            {
                await inside.ConfigureAwait(false);
                return;
            }
            catch (FailedDeliveryException failure) when (failure.MayPass && work.Attempt < retry.Attempts)
            {
                var delay = Delay(work.Attempt);
                parts.Metrics.Retried();
                parts.Log.AttemptFailed(
                    parts.Configuration.Name, work.Attempt, failure.Handler, work.Context.Topic, work.Context.Partition, work.Context.Position, delay, failure.InnerException ?? failure);
                work.BeginAttempt(long.MaxValue);
                await Task.Delay(delay, parts.Time, work.CancellationToken).ConfigureAwait(false);
            }

            if (work.IsLetGo)
            {
                throw new OperationCanceledException();
            }

            work.Attempt++;
            inside = Begin(work);
        }
    }

    /// <summary>Between half of the doubled delay and all of it, so that consumers that failed together do not come back together.</summary>
    private TimeSpan Delay(int attempt)
    {
        var retry = parts.Configuration.Retry;
        var full = Math.Min(retry.MaxDelay.TotalMilliseconds, retry.FirstDelay.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
