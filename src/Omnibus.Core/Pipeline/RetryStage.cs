using Omnibus.Diagnostics;

namespace Omnibus.Pipeline;

/// <summary>Tries again what may pass, in place and in order, with a delay that doubles and has jitter.</summary>
internal sealed class RetryStage(ConsumerParts parts) : DeliveryStage
{
    public override async ValueTask InvokeAsync(DeliveryWork work)
    {
        var retry = parts.Configuration.Retry;
        for (work.Attempt = 1; ; work.Attempt++)
        {
            try
            {
                await Next.InvokeAsync(work).ConfigureAwait(false);
                return;
            }
            catch (FailedDeliveryException failure) when (failure.MayPass && work.Attempt < retry.Attempts)
            {
                var delay = Delay(work.Attempt);
                parts.Metrics.Retried(parts.Configuration.Name);
                parts.Log.AttemptFailed(
                    parts.Configuration.Name, work.Attempt, failure.Handler, work.Context.Topic, work.Context.Partition, work.Context.Position, delay, failure.InnerException ?? failure);
                work.BeginAttempt(long.MaxValue);
                await Task.Delay(delay, parts.Time, work.CancellationToken).ConfigureAwait(false);
            }

            if (work.IsLetGo)
            {
                throw new OperationCanceledException();
            }
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
