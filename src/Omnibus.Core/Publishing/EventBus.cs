using System.Diagnostics;
using System.Runtime.InteropServices;
using Omnibus.Configuration;
using Omnibus.Diagnostics;
using Omnibus.Encodings;

namespace Omnibus.Publishing;

/// <summary>Publishes typed events over their routes.</summary>
internal sealed class EventBus(BusConfiguration bus, RouteTable routes, LocalHandlers locals, BusMetrics metrics, TimeProvider time) : IEventBus
{
    /// <summary>How many events of a batch are written before they are queued.</summary>
    private const int Chunk = 125;

    public ValueTask<PublishReceipt> PublishAsync<TEvent>(TEvent @event, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TEvent : class, IEvent<TEvent>
    {
        ArgumentNullException.ThrowIfNull(@event);
        cancellationToken.ThrowIfCancellationRequested();
        return locals.Find(TEvent.Definition) is { } local
            ? PublishLocallyAsync(@event, local, options, cancellationToken)
            : PublishOnBus(@event, RoutesOf(TEvent.Definition), options, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<PublishReceipt>> PublishAsync<TEvent>(
        IEnumerable<TEvent> events, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TEvent : class, IEvent<TEvent>
    {
        ArgumentNullException.ThrowIfNull(events);
        if (options?.Id is not null)
        {
            throw new ArgumentException("Events of one batch cannot share an id.", nameof(options));
        }

        IReadOnlyList<PublishOptions>? named = null;
        var ways = RoutesOf(TEvent.Definition);
        if (locals.Find(TEvent.Definition) is { } local && !IsDisabled(TEvent.Definition))
        {
            events = [.. events];
            named = await HandleLocallyAsync(events, local, options, cancellationToken).ConfigureAwait(false);
        }

        if (ways is not { } routes)
        {
            return [.. events.Select((_, index) => new PublishReceipt(Guid.CreateVersion7(), named?[index].Id, []))];
        }

        if (!routes.AreOpen(options))
        {
            await routes.EnterAsync(TEvent.Definition.Type, options, cancellationToken).ConfigureAwait(false);
            routes.Leave();
        }

        using var activity = Tracing.StartPublishBatch(routes.Routes[0].Loop.System, TEvent.Definition.Type, routes.Routes[0].Topic);
        try
        {
            var receipts = await PublishAllAsync(events, options, named, routes.Routes, cancellationToken).ConfigureAwait(false);
            activity?.SetTag(Tags.BatchCount, receipts.Count);
            return receipts;
        }
        catch (OmnibusException exception)
        {
            activity?.Fail(exception.Code);
            throw;
        }
    }

    private async ValueTask<IReadOnlyList<PublishReceipt>> PublishAllAsync<TEvent>(
        IEnumerable<TEvent> events, PublishOptions? options, IReadOnlyList<PublishOptions>? named, Route<TEvent>[] ways, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent>
    {
        var index = 0;
        var group = new PublicationGroup(ways.Length, events.TryGetNonEnumeratedCount(out var count) ? count * ways.Length : Chunk);
        var written = new List<PublishOperation>(Chunk);
        foreach (var chunk in events.Chunk(Chunk))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (var @event in chunk)
                {
                    var own = named?[index++] ?? options;
                    WriteAll(written, ways, @event, NewHead(TEvent.Definition, own), own);
                }
            }
            catch
            {
                // What was queued before is on its way: it is stored before the caller hears of the event that cannot be written.
                await group.SettleAsync().ConfigureAwait(false);
                throw;
            }

            Enqueue(written, group);
            foreach (var way in ways)
            {
                await way.Loop.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return await group.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the local handlers handle the event, then publishes it under the same id and time.</summary>
    private async ValueTask<PublishReceipt> PublishLocallyAsync<TEvent>(
        TEvent @event, LocalInvoker<TEvent> local, PublishOptions? options, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent>
    {
        // Found before anything is handled: an event that has no route is not half published.
        var routes = RoutesOf(TEvent.Definition);
        var named = Named(options);
        if (!IsDisabled(TEvent.Definition))
        {
            await local.InvokeAsync(@event, named, cancellationToken).ConfigureAwait(false);
        }

        return await PublishOnBus(@event, routes, named, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the local handlers handle the events; gives the options of each, under which it is published.</summary>
    private async ValueTask<IReadOnlyList<PublishOptions>> HandleLocallyAsync<TEvent>(
        IEnumerable<TEvent> events, LocalInvoker<TEvent> local, PublishOptions? options, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent>
    {
        var all = new List<PublishOptions>();
        foreach (var @event in events)
        {
            all.Add(Named(options));
            await local.InvokeAsync(@event, all[^1], cancellationToken).ConfigureAwait(false);
        }

        return all;
    }

    /// <summary>The options with an id and a time, so that local handlers and the bus have the same.</summary>
    private PublishOptions Named(PublishOptions? options)
    {
        options ??= new PublishOptions();
        return options with { Id = options.Id ?? Guid.CreateVersion7().ToString(), Time = options.Time ?? time.GetUtcNow() };
    }

    private ValueTask<PublishReceipt> PublishOnBus<TEvent>(
        TEvent @event, EventRoutes<TEvent>? routes, PublishOptions? options, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent> =>
        routes is null ? new ValueTask<PublishReceipt>(new PublishReceipt(Guid.CreateVersion7(), options?.Id, []))
        : routes.AreOpen(options) ? Publish(@event, options, routes.Routes, cancellationToken)
        : PublishInTurnAsync(@event, options, routes, cancellationToken);

    /// <summary>Writes and queues an event whose schemas are registered.</summary>
    private ValueTask<PublishReceipt> Publish<TEvent>(TEvent @event, PublishOptions? options, Route<TEvent>[] ways, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent> => Tracing.IsListenedTo
            ? PublishTracedAsync(@event, options, ways, cancellationToken)
            : Publish(@event, NewHead(TEvent.Definition, options), options, ways, cancellationToken);

    private async ValueTask<PublishReceipt> PublishTracedAsync<TEvent>(
        TEvent @event, PublishOptions? options, Route<TEvent>[] ways, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent>
    {
        var head = NewHead(TEvent.Definition, options);
        using var activity = Tracing.StartPublish(ways[0].Loop.System, TEvent.Definition.Type, ways[0].Topic, ref head);
        try
        {
            return await Publish(@event, head, options, ways, cancellationToken).ConfigureAwait(false);
        }
        catch (OmnibusException exception)
        {
            activity?.Fail(exception.Code);
            throw;
        }
    }

    private static ValueTask<PublishReceipt> Publish<TEvent>(
        TEvent @event, in EventHead head, PublishOptions? options, Route<TEvent>[] ways, CancellationToken cancellationToken)
        where TEvent : class
    {
        if (ways.Length == 1)
        {
            var record = ways[0].Write(@event, head, options);
            var completion = record.Completion;
            record.CancelWith(cancellationToken);
            ways[0].Loop.Enqueue(record);
            return completion;
        }

        var group = new PublicationGroup(ways.Length, ways.Length);
        var written = new List<PublishOperation>(ways.Length);
        WriteAll(written, ways, @event, head, options);
        Enqueue(written, group);
        return OnlyAsync(group.WaitAsync(cancellationToken));
    }

    /// <summary>Registers the schemas first. Events that come meanwhile keep their order.</summary>
    private async ValueTask<PublishReceipt> PublishInTurnAsync<TEvent>(
        TEvent @event, PublishOptions? options, EventRoutes<TEvent> routes, CancellationToken cancellationToken)
        where TEvent : class, IEvent<TEvent>
    {
        await routes.EnterAsync(TEvent.Definition.Type, options, cancellationToken).ConfigureAwait(false);
        ValueTask<PublishReceipt> publishing;
        try
        {
            publishing = Publish(@event, options, routes.Routes, cancellationToken);
        }
        finally
        {
            routes.Leave();
        }

        return await publishing.ConfigureAwait(false);
    }

    private static void Enqueue(List<PublishOperation> written, PublicationGroup group)
    {
        var records = CollectionsMarshal.AsSpan(written);
        group.Add(records);
        while (records.Length > 0)
        {
            // What goes to one transport goes in one step: it is sent together.
            var loop = records[0].Loop;
            var count = 1;
            while (count < records.Length && records[count].Loop == loop)
            {
                count++;
            }

            loop.Enqueue(records[..count]);
            records = records[count..];
        }

        written.Clear();
    }

    private static async ValueTask<PublishReceipt> OnlyAsync(ValueTask<IReadOnlyList<PublishReceipt>> receipts) => (await receipts.ConfigureAwait(false))[0];

    /// <summary>Writes one event for every route, or for none: an event that cannot be written leaves nothing behind.</summary>
    private static void WriteAll<TEvent>(
        List<PublishOperation> written, Route<TEvent>[] ways, TEvent @event, EventHead head, PublishOptions? options)
        where TEvent : class
    {
        try
        {
            foreach (var way in ways)
            {
                written.Add(way.Write(@event, head, options));
            }
        }
        catch
        {
            foreach (var record in written)
            {
                record.Abandon();
            }

            written.Clear();
            throw;
        }
    }

    /// <summary>The routes of an event; null where there is none to take: all are switched off, or the event stays in the process.</summary>
    private EventRoutes<TEvent>? RoutesOf<TEvent>(EventDefinition<TEvent> definition)
        where TEvent : class
    {
        if (definition.InProcessOnly && locals.Has(definition))
        {
            return null;
        }

        if (IsDisabled(definition) || (bus.Transport is null && bus.Routes.Count == 0))
        {
            metrics.SwitchedOff.Add(1, new KeyValuePair<string, object?>(Tags.EventType, definition.Type));
            return null;
        }

        var ways = routes.For(definition);
        if (ways.Routes.Length == 0)
        {
            metrics.SwitchedOff.Add(1, new KeyValuePair<string, object?>(Tags.EventType, definition.Type));
            return null;
        }

        return ways;
    }

    private bool IsDisabled(EventDefinition definition) => bus.DisabledEvents.Count > 0 && bus.DisabledEvents.Contains(definition.Type);

    private EventHead NewHead(EventDefinition definition, PublishOptions? options) => new()
    {
        Id = options?.Id is null ? Guid.CreateVersion7() : default,
        IdText = options?.Id,
        Time = options?.Time ?? time.GetUtcNow(),
        Subject = options?.Subject,
        Extensions = options?.Extensions,
        TraceParent = Activity.Current?.Id,
        TraceState = Activity.Current?.TraceStateString,
    };
}
