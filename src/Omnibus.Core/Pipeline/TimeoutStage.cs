using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>
/// Bounds one attempt. The consumer's clock cancels what is late, so an attempt costs no timer of its own. A handler that does not listen to its token
/// keeps its strand until it returns: it is never overtaken within its lane.
/// </summary>
internal sealed class TimeoutStage(ConsumerParts parts) : DeliveryStage
{
    public override async ValueTask InvokeAsync(DeliveryWork work)
    {
        work.BeginAttempt(parts.Clock.Deadline);
        try
        {
            await Next.InvokeAsync(work).ConfigureAwait(false);
        }
        catch (FailedDeliveryException failure) when (work.TimedOut && failure.Reason == FaultCode.HandlerFailed)
        {
            throw new FailedDeliveryException(
                FaultCode.HandlerTimeout, failure.Handler, $"The handler took longer than {parts.Configuration.HandlerTimeout}.", failure.InnerException);
        }
        finally
        {
            work.EndAttempt();
        }
    }
}
