using Omnibus.Diagnostics;

namespace Omnibus.Pipeline;

/// <summary>Ends a delivery that failed for good: as a dead letter, by passing it over, or by stopping the consumer.</summary>
internal sealed class DeadLetterStage(ConsumerParts parts) : WrappingStage
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    protected override async ValueTask EndAsync(DeliveryWork work, ValueTask inside)
    {
        try
        {
            await inside.ConfigureAwait(false);
        }
        catch (FailedDeliveryException failure)
        {
            await BuryAsync(work, failure).ConfigureAwait(false);
        }
    }

    private ValueTask BuryAsync(DeliveryWork work, FailedDeliveryException failure)
    {
        work.Failure = failure;
        switch (parts.Configuration.OnFailure)
        {
            case FailureAction.Skip:
                parts.Metrics.Skipped(failure.Reason);
                parts.Log.Skipped(
                    parts.Configuration.Name, work.Context.Topic, work.Context.Partition, work.Context.Position, failure.Reason.ToString(), failure.InnerException);
                return ValueTask.CompletedTask;
            case FailureAction.Stop:
                parts.Stop(failure);
                throw new OperationCanceledException("The consumer stops at a delivery that failed.");
            default:
                return StoreAsync(work, failure);
        }
    }

    /// <summary>Stores the dead letter, and keeps trying: a delivery is never passed over because its dead letter cannot be stored.</summary>
    private async ValueTask StoreAsync(DeliveryWork work, FailedDeliveryException failure)
    {
        var place = $"{work.Context.Topic}[{work.Context.Partition}]";
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            work.BeginAttempt(long.MaxValue);
            try
            {
                await parts.DeadLetters.StoreAsync(work, failure).ConfigureAwait(false);
                parts.Health.Clear(place);
                parts.Metrics.DeadLettered(failure.Reason);
                parts.Log.DeadLettered(
                    parts.Configuration.Name, work.Context.Topic, work.Context.Partition, work.Context.Position, failure.Reason.ToString(), failure.Handler, work.Attempt, failure.InnerException);
                return;
            }
            catch (OmnibusException exception)
            {
                parts.Health.Set(place, $"the dead letter of {place} at {work.Context.Position} cannot be stored ({exception.Code}).");
                parts.Log.DeadLetterNotStored(parts.Configuration.Name, work.Context.Topic, work.Context.Partition, work.Context.Position, exception);
            }

            await Task.Delay(wait, parts.Time, work.CancellationToken).ConfigureAwait(false);
            work.EndWhereLeaving();
        }
    }
}
