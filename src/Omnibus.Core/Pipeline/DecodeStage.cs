using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>Finds out what the event is and decodes it, once for all attempts.</summary>
internal sealed class DecodeStage(ConsumerParts parts) : DeliveryStage
{
    public override ValueTask InvokeAsync(DeliveryWork work)
    {
        if (work.Event is null)
        {
            work.Invoker ??= Find(work);
            if (work.Invoker is null)
            {
                return Unhandled(work);
            }

            Decode(work, work.Invoker);
        }

        return Next.InvokeAsync(work);
    }

    private EventInvoker? Find(DeliveryWork work) =>
        work.Reader.TryFindType(work.Delivery, out var type) ? parts.Invokers.Find(type.Span) : parts.Invokers.Fallback;

    private static void Decode(DeliveryWork work, EventInvoker invoker)
    {
        try
        {
            work.Event = invoker.Decode(work);
        }
        catch (EventDataException exception)
        {
            throw new FailedDeliveryException(
                FaultCode.Undecodable, "", $"A record of '{invoker.EventType}' cannot be decoded. {exception.Message}", exception);
        }
    }

    private ValueTask Unhandled(DeliveryWork work)
    {
        var type = work.Reader.TryFindType(work.Delivery, out var value) ? System.Text.Encoding.UTF8.GetString(value.Span) : "(none)";
        var action = parts.Configuration.OnUnhandled;
        parts.Metrics.Unhandled(parts.Configuration.Name, type);
        if (parts.Invokers.FirstTime(type))
        {
            parts.Log.Unhandled(parts.Configuration.Name, type, action);
        }

        if (action == UnhandledAction.Skip)
        {
            return ValueTask.CompletedTask;
        }

        var failure = new FailedDeliveryException(
            FaultCode.Unsupported, "", $"Consumer '{parts.Configuration.Name}' has no handler for '{type}'.", null);
        if (action == UnhandledAction.DeadLetter)
        {
            throw failure;
        }

        parts.Stop(failure);
        throw new OperationCanceledException("The consumer stops at an event that it has no handler for.");
    }
}
