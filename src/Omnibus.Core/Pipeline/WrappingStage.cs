namespace Omnibus.Pipeline;

/// <summary>
/// A stage that does something when the inside has ended. Nearly always the inside ends well before it returns: then no state machine is made, and what
/// is left of the stage is two calls.
/// </summary>
internal abstract class WrappingStage : DeliveryStage
{
    public sealed override ValueTask InvokeAsync(DeliveryWork work)
    {
        Enter(work);
        var inside = Begin(work);
        if (!inside.IsCompletedSuccessfully)
        {
            return EndAsync(work, inside);
        }

        inside.GetAwaiter().GetResult();
        Leave(work);
        return ValueTask.CompletedTask;
    }

    /// <summary>Before the inside begins.</summary>
    protected virtual void Enter(DeliveryWork work)
    {
    }

    /// <summary>After the inside ended well, where it did so at once.</summary>
    protected virtual void Leave(DeliveryWork work)
    {
    }

    /// <summary>Goes on with an inside that has failed, or runs.</summary>
    protected abstract ValueTask EndAsync(DeliveryWork work, ValueTask inside);
}
