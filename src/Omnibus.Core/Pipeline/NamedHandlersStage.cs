using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>
/// Leaves out the handlers that a dead letter does not name: they were done with the record when it became one. A letter that names none was not
/// handled by any.
/// </summary>
internal sealed class NamedHandlersStage(ConsumerParts parts) : DeliveryStage
{
    public override ValueTask InvokeAsync(DeliveryWork work)
    {
        var names = DeadLetterHeaders.Find(work.Delivery, DeadLetterHeaders.Handler);
        if (!string.IsNullOrEmpty(names) && work.HandlersDone == 0)
        {
            var wanted = 0UL;
            foreach (var name in names.Split(','))
            {
                var bits = work.Invoker!.Named(name);
                if (bits == 0)
                {
                    throw new FailedDeliveryException(
                        FaultCode.Unsupported,
                        names,
                        $"Consumer '{parts.Configuration.Registered}' has no handler '{name}' of '{work.Invoker.EventType}' any more. Redrive it with --all-handlers to have all of them handle it.",
                        null);
                }

                wanted |= bits;
            }

            work.HandlersDone = ~wanted;
        }

        return Next.InvokeAsync(work);
    }
}
