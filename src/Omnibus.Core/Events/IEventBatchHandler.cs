namespace Omnibus;

/// <summary>Does something about several events of one type at once, such as storing them with one command.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventBatchHandler<TEvent>
    where TEvent : class
{
    /// <summary>
    /// Handles events that came one behind another, in their order. Returning acknowledges those that were not failed; each that was failed with
    /// <see cref="EventBatch{TEvent}.Fail"/>, or every one where the handler throws, is tried again in a batch of its own and, after the last attempt,
    /// put among the dead letters. Later events of the batch are done while a failed one is tried again.
    /// </summary>
    /// <param name="batch">At least one event, and only what is there: no event waits for a batch to fill.</param>
    /// <param name="cancellationToken">Cancelled when the batch has used up the time that one attempt may take, or when the process must stop.</param>
    ValueTask HandleAsync(EventBatch<TEvent> batch, CancellationToken cancellationToken);
}
