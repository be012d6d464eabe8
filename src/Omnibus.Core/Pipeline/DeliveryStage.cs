namespace Omnibus.Pipeline;

/// <summary>One step around a delivery. Stages are linked once for each strand; a delivery that goes well allocates nothing in them.</summary>
internal abstract class DeliveryStage
{
    /// <summary>The stage inside this one.</summary>
    public DeliveryStage Next { get; set; } = null!;

    /// <summary>
    /// Returns when the delivery is done with, or throws: a failure of the event, or <see cref="OperationCanceledException"/> where the consumer was
    /// told to let go. Such a delivery is not acknowledged and comes again.
    /// </summary>
    public abstract ValueTask InvokeAsync(DeliveryWork work);

    /// <summary>Begins the inside; one that throws at once is like one that fails later.</summary>
    protected ValueTask Begin(DeliveryWork work)
    {
        try
        {
            return Next.InvokeAsync(work);
        }
#pragma warning disable CA1031 // it is thrown again where the task is awaited
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(exception);
        }
    }
}
