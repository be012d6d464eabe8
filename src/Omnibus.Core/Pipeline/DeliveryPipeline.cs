using Omnibus.Consuming;

namespace Omnibus.Pipeline;

/// <summary>Everything that happens to a delivery. Read <see cref="Standard"/> and you know the consumer.</summary>
internal sealed class DeliveryPipeline
{
    private readonly ConsumerParts _parts;
    private readonly DeliveryStage _first;

    public DeliveryPipeline(ConsumerParts parts)
    {
        _parts = parts;
        var stages = parts.Configuration.Redrives ? Redriven(parts) : Standard(parts);
        stages = parts.Testbed is { } testbed ? [new ObserveStage(parts, testbed), .. stages] : stages;
        for (var i = 0; i + 1 < stages.Count; i++)
        {
            stages[i].Next = stages[i + 1];
        }

        _first = stages[0];
    }

    /// <summary>The stages, outermost first.</summary>
    public static IReadOnlyList<DeliveryStage> Standard(ConsumerParts parts) =>
    [
        new TraceStage(parts),          // a span around all that follows
        new DeadLetterStage(parts),     // turns a final failure into a dead letter
        new StormStage(parts),          // waits while everything fails
        new RetryStage(parts),          // attempts and back-off
        new TimeoutStage(parts),        // the time that one attempt may take
        new DecodeStage(parts),         // bytes to event, once for all attempts
        new HandleStage(parts),         // the application's handlers
    ];

    /// <summary>
    /// The same for what was redriven. No storm is looked for: an operator asked for these records to be tried, and what fails again is a dead letter again.
    /// </summary>
    public static IReadOnlyList<DeliveryStage> Redriven(ConsumerParts parts) =>
    [
        new OriginStage(),              // the place that the record first came from
        new TraceStage(parts),
        new DeadLetterStage(parts),
        new RetryStage(parts),
        new TimeoutStage(parts),
        new DecodeStage(parts),
        new NamedHandlersStage(parts),  // only the handlers that failed
        new HandleStage(parts),
    ];

    /// <summary>Works one delivery off. False: it was let go and comes again.</summary>
    public ValueTask<bool> InvokeAsync(DeliveryWork work, InFlight delivery)
    {
        work.Begin(delivery);
        ValueTask running;
        try
        {
            running = _first.InvokeAsync(work);
            if (running.IsCompletedSuccessfully)
            {
                running.GetAwaiter().GetResult();
                work.End();
                return new ValueTask<bool>(true);
            }
        }
#pragma warning disable CA1031 // it is thrown again where the task is awaited
        catch (Exception exception)
#pragma warning restore CA1031
        {
            running = ValueTask.FromException(exception);
        }

        return EndAsync(work, running);
    }

    private async ValueTask<bool> EndAsync(DeliveryWork work, ValueTask running)
    {
        try
        {
            await running.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (work.IsLetGo)
        {
            return false;
        }
#pragma warning disable CA1031 // a stage that breaks must not end its strand in silence: the delivery stays, the consumer stops and says why
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _parts.Stop(new FailedDeliveryException(Drivers.FaultCode.Unknown, "", $"A delivery could not be worked off: {exception.Message}", exception));
            return false;
        }
        finally
        {
            work.End();
        }
    }
}
