using Microsoft.Extensions.Logging;
using Omnibus.Configuration;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Publishing;

namespace Omnibus.Hosting;

/// <summary>
/// Registers the schemas of configured routes when the bus starts, where a registry hands out numbers: only there can one be refused, and whoever deploys
/// should hear of it before the first event. Runs beside everything else and fails nothing: an absent registry is waited for when something is published.
/// </summary>
internal sealed class RouteSchemas(
    BusConfiguration bus, IReadOnlyDictionary<string, EventDefinition> events, IReadOnlyDictionary<string, TransportRuntime> transports, RouteTable routes, ILogger log)
{
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var types = bus.Routes
            .Where(route => route.Enabled && transports[route.Transport].Transport.Wire.SchemaMark == SchemaMarkPlace.BodyPrefix)
            .Select(route => route.EventType)
            .Distinct(StringComparer.Ordinal);
        foreach (var type in types)
        {
            if (events.TryGetValue(type, out var definition))
            {
                await definition.Accept(new Registering(routes, log, cancellationToken)).ConfigureAwait(false);
            }
        }
    }

    private sealed class Registering(RouteTable routes, ILogger log, CancellationToken cancellationToken) : IEventDefinitionVisitor<Task>
    {
        public async Task Visit<TEvent>(EventDefinition<TEvent> definition)
            where TEvent : class
        {
            try
            {
                var ways = routes.For(definition);
                if (!ways.AreOpen(null))
                {
                    await ways.EnterAsync(definition.Type, null, cancellationToken).ConfigureAwait(false);
                    ways.Leave();
                }
            }
            catch (OmnibusException exception)
            {
                log.SchemaRefused(definition.Type, exception.Code, exception.InnerException?.Message ?? exception.Message);
            }
            catch (OperationCanceledException)
            {
                // The bus stops.
            }
        }
    }
}
