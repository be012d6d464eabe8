using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>Finds out what the event is and decodes it, once for all attempts.</summary>
internal sealed class DecodeStage(ConsumerParts parts) : DeliveryStage
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    public override ValueTask InvokeAsync(DeliveryWork work)
    {
        if (work.Event is null)
        {
            work.Invoker ??= Find(work);
            if (work.Invoker is null)
            {
                return Unhandled(work);
            }

            work.Event = work.Delivery.Ahead?.Event;
            if (work.Event is null && !TryDecode(work, work.Invoker, out var missing))
            {
                return LearnAsync(work, work.Invoker, missing);
            }
        }

        return Next.InvokeAsync(work);
    }

    private EventInvoker? Find(DeliveryWork work) =>
        work.Reader.TryFindType(work.Delivery, out var type) ? parts.Invokers.Find(type.Span) : parts.Invokers.Fallback;

    /// <summary>False where the record names a schema that this consumer has not met yet.</summary>
    private static bool TryDecode(DeliveryWork work, EventInvoker invoker, out SchemaMark missing)
    {
        try
        {
            work.Event = invoker.Decode(work.Reader, work.Delivery, out missing);
            return work.Event is not null;
        }
        catch (EventDataException exception)
        {
            throw Undecodable(invoker, exception);
        }
    }

    /// <summary>
    /// Fetches the schema of a record, once for each schema, and goes on. A store that is away is waited for: no record is given up on because of it.
    /// </summary>
    private async ValueTask LearnAsync(DeliveryWork work, EventInvoker invoker, SchemaMark mark)
    {
        var place = $"{work.Context.Topic}[{work.Context.Partition}] schema";
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            work.BeginAttempt(long.MaxValue);
            try
            {
                await invoker.LearnAsync(mark, parts.Transport.Writers, work.CancellationToken).ConfigureAwait(false);
                break;
            }
            catch (EventDataException exception)
            {
                throw Undecodable(invoker, exception);
            }
#pragma warning disable CA1031 // whatever a driver throws is classified
            catch (Exception exception) when (exception is not OperationCanceledException || !work.IsLetGo)
#pragma warning restore CA1031
            {
                var code = parts.Transport.Classify(exception);
                parts.Health.Set(place, $"the schema of a record of {work.Context.Topic} at {work.Context.Position} cannot be fetched ({code}).");
                parts.Log.ConsumerWaits(parts.Configuration.Name, "fetching a schema", code, exception);
            }

            await Task.Delay(wait, parts.Time, work.CancellationToken).ConfigureAwait(false);
            if (work.IsLetGo)
            {
                throw new OperationCanceledException();
            }
        }

        parts.Health.Clear(place);
        work.BeginAttempt(parts.Clock.Deadline);
        _ = TryDecode(work, invoker, out _);
        await Next.InvokeAsync(work).ConfigureAwait(false);
    }

    private static FailedDeliveryException Undecodable(EventInvoker invoker, EventDataException exception) => new(
        FaultCode.Undecodable, "", $"A record of '{invoker.EventType}' cannot be decoded. {exception.Message}", exception);

    private ValueTask Unhandled(DeliveryWork work)
    {
        var type = work.Reader.TryFindType(work.Delivery, out var value) ? System.Text.Encoding.UTF8.GetString(value.Span) : "(none)";
        if (parts.Configuration.Ignore.Contains(type))
        {
            return ValueTask.CompletedTask;
        }

        var action = parts.Configuration.OnUnhandled;
        parts.Metrics.Unhandled(type);
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
