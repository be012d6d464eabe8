using Omnibus.Hosting;

namespace Omnibus.Pipeline;

/// <summary>Tells an application's test how each delivery ended. Only there where a test watches.</summary>
internal sealed class ObserveStage(ConsumerParts parts, ITestbed testbed) : DeliveryStage
{
    public override async ValueTask InvokeAsync(DeliveryWork work)
    {
        try
        {
            await Next.InvokeAsync(work).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (work.Failure is not null)
        {
            // The consumer stops here, which is an end of the delivery that a test must hear of.
            testbed.Ended(parts.Bus, parts.Configuration, work);
            throw;
        }

        testbed.Ended(parts.Bus, parts.Configuration, work);
    }
}
