using Omnibus.Consuming;

namespace Omnibus.Pipeline;

/// <summary>
/// What a batch handler did about a delivery while an earlier one was worked off. The delivery still goes through every stage by itself, in its turn: there
/// it finds its event decoded, and the handler's answer in place of a call.
/// </summary>
internal sealed class HandledAhead(object @event)
{
    private readonly List<(HandlerRegistration Handler, Exception? Failure)> _answers = [];

    public object Event { get; } = @event;

    /// <summary>Some handler is done with the delivery, which therefore goes on even where its consumer begins nothing new.</summary>
    public bool IsDone => _answers.Exists(answer => answer.Failure is null);

    public void Add(HandlerRegistration handler, Exception? failure) => _answers.Add((handler, failure));

    /// <summary>Takes a handler's answer, which counts for one attempt. False: it has not been called for this delivery.</summary>
    public bool TryTake(HandlerRegistration handler, out Exception? failure)
    {
        var place = _answers.FindIndex(answer => ReferenceEquals(answer.Handler, handler));
        failure = place < 0 ? null : _answers[place].Failure;
        if (place >= 0)
        {
            _answers.RemoveAt(place);
        }

        return place >= 0;
    }
}
