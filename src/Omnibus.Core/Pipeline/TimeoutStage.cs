using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>
/// Bounds one attempt. The consumer's clock cancels what is late, so an attempt costs no timer of its own. A handler that does not listen to its token
/// keeps its strand until it returns: it is never overtaken within its lane.
/// </summary>
internal sealed class TimeoutStage(ConsumerParts parts) : WrappingStage
{
    protected override void Enter(DeliveryWork work) => work.BeginAttempt(parts.Clock.Deadline);

    protected override void Leave(DeliveryWork work) => work.EndAttempt();

    protected override async ValueTask EndAsync(DeliveryWork work, ValueTask inside)
    {
        try
        {
            await inside.ConfigureAwait(false);
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
