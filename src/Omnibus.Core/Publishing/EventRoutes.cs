using Omnibus.Schemas;

namespace Omnibus.Publishing;

/// <summary>Every way out of <typeparamref name="TEvent"/>, and what must be done before the first event takes one.</summary>
internal sealed class EventRoutes<TEvent>(Route<TEvent>[] routes, TimeSpan patience, TimeProvider time)
    where TEvent : class
{
    private readonly SchemaGate _gate = new([.. routes.Select(route => route.Schemas)], patience, time);

    public Route<TEvent>[] Routes { get; } = routes;

    /// <summary>Whether an event can be written now.</summary>
    public bool AreOpen(PublishOptions? options) => _gate.IsOpen(options?.Key is not null);

    /// <summary>Registers what is not registered yet, in turn with others. Whoever returns from here calls <see cref="Leave"/>.</summary>
    /// <exception cref="OmnibusException">A schema is refused, or its store was not there in time. Nothing was sent.</exception>
    public async ValueTask EnterAsync(string eventType, PublishOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            await _gate.EnterAsync(options?.Key is not null, cancellationToken).ConfigureAwait(false);
        }
        catch (OmnibusException exception)
        {
            throw Faults.SchemasNotRegistered(
                eventType,
                [.. Routes.Select(route => new RouteOutcome(route.Name, route.Transport, route.Topic, RouteState.NotSent) { Code = exception.Code })],
                exception);
        }
    }

    public void Leave() => _gate.Leave();
}
