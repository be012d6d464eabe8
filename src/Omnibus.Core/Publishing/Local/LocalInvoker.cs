using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Omnibus.Consuming;
using Omnibus.Diagnostics;

namespace Omnibus.Publishing;

/// <summary>Calls the local handlers of <typeparamref name="TEvent"/>, one after the other, in the order of their registration.</summary>
internal sealed class LocalInvoker<TEvent>(IReadOnlyList<HandlerRegistration<TEvent>> handlers, LocalParts parts)
    where TEvent : class, IEvent<TEvent>
{
    /// <summary>Returns when every handler has ended. What a handler throws is logged and counted, or goes through at once, as the options say.</summary>
    public async ValueTask InvokeAsync(TEvent @event, PublishOptions options, CancellationToken cancellationToken)
    {
        var context = ContextOf(@event, options);
        if (!parts.NeedsScope)
        {
            await EachAsync(@event, context, options, parts.Services, cancellationToken).ConfigureAwait(false);
            return;
        }

        var scope = parts.Services.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        await EachAsync(@event, context, options, scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EachAsync(
        TEvent @event, EventContext context, PublishOptions options, IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var handler in handlers)
        {
            try
            {
                await handler.InvokeAsync(@event, context, services, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // a local handler keeps neither the others nor the bus from having the event, unless the publisher wants that
            catch (Exception exception) when (options.LocalFailures == LocalFailures.Log && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                parts.Metrics.LocalFailures.Add(1, new KeyValuePair<string, object?>(Tags.EventType, TEvent.Definition.Type));
                parts.Log.LocalHandlerFailed(handler.Name, TEvent.Definition.Type, options.Id!, exception);
            }
        }
    }

    private EventContext ContextOf(TEvent @event, PublishOptions options)
    {
        var definition = TEvent.Definition;
        var key = options.Key ?? (definition.Key is { } path ? definition.KeyAt(path)?.Invoke(@event) : null);
        var activity = Activity.Current;
        return new EventContext
        {
            IsLocal = true,
            Key = key,
            Metadata = new EventMetadata
            {
                Type = definition.Type,
                Id = options.Id!,
                Source = parts.Bus.Source,
                Time = options.Time!.Value,
                Subject = options.Subject,
                PartitionKey = key,
                MinorVersion = definition.MinorVersion,
                SourceHost = Environment.MachineName,
                SourceLib = parts.Bus.SourceLib,
                TraceParent = activity?.Id,
                TraceState = activity?.TraceStateString,
                Extensions = options.Extensions ?? System.Collections.Frozen.FrozenDictionary<string, string>.Empty,
            },
        };
    }
}
