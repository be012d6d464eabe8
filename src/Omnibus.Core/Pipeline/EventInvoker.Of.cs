using Omnibus.Consuming;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Schemas;

namespace Omnibus.Pipeline;

/// <summary>Decodes <typeparamref name="TEvent"/> and calls its handlers.</summary>
internal sealed class EventInvoker<TEvent>(IReadOnlyList<HandlerRegistration<TEvent>> handlers, bool needsScope) : EventInvoker
    where TEvent : class, IEvent<TEvent>
{
    private static readonly byte[] s_avro = System.Text.Encoding.UTF8.GetBytes(ContentTypes.Avro);
    private readonly SchemaReading? _reading = TEvent.Definition.Schema is { } schema ? new SchemaReading(schema) : null;
    private readonly IEventCodec<TEvent>? _avro = TEvent.Definition.CodecFor(ContentTypes.Avro);
    private readonly byte[] _type = System.Text.Encoding.UTF8.GetBytes(TEvent.Definition.Type);
    private readonly byte[] _preferred = System.Text.Encoding.UTF8.GetBytes(TEvent.Definition.PreferredCodec.ContentType);

    public override string EventType => TEvent.Definition.Type;

    public override bool NeedsScope => needsScope;

    public override object? Decode(WireReader reader, Delivery delivery, out SchemaMark missing)
    {
        missing = default;
        if (delivery.Body is not { } body)
        {
            throw new EventDataException("", "The record has no data.");
        }

        // A record that does not name its encoding is Avro.
        var codec = CodecFor(reader.TryFindContentType(delivery, out var contentType) ? contentType.Span : s_avro);
        if (_reading is null || !ReferenceEquals(codec, _avro))
        {
            return codec.Decode(body.Span);
        }

        return !_reading.TryFind(delivery, reader, ref body, out var plan, out missing) ? null
            : plan is null ? codec.Decode(body.Span)
            : SchemaReading.Decode(codec, plan, body);
    }

    public override bool TryDecodeAhead(WireReader reader, InFlight delivery)
    {
        if (!reader.TryFindType(delivery, out var type) || !type.Span.SequenceEqual(_type))
        {
            return false;
        }

        try
        {
            delivery.Ahead ??= Decode(reader, delivery, out _) is { } decoded ? new HandledAhead(decoded) : null;
        }
        catch (EventDataException)
        {
            return false;
        }

        return delivery.Ahead is not null;
    }

    public override ValueTask LearnAsync(SchemaMark mark, WriterSchemas writers, CancellationToken cancellationToken) =>
        _reading!.LearnAsync(mark, writers, cancellationToken);

    public override ulong Named(string handler)
    {
        var bits = 0UL;
        for (var i = 0; i < handlers.Count; i++)
        {
            bits |= handlers[i].Name == handler ? 1UL << i : 0;
        }

        return bits;
    }

    public override ValueTask HandleAsync(DeliveryWork work, IServiceProvider services) =>
        handlers.Count == 1 ? OnlyAsync(work, services) : EachAsync(work, services);

    private IEventCodec<TEvent> CodecFor(ReadOnlySpan<byte> contentType)
    {
        if (contentType.SequenceEqual(_preferred))
        {
            return TEvent.Definition.PreferredCodec;
        }

        var name = System.Text.Encoding.UTF8.GetString(contentType);
        return TEvent.Definition.CodecFor(name.Split(';')[0].Trim())
            ?? throw new EventDataException("", $"'{EventType}' cannot be read from {name}; it has {string.Join(", ", TEvent.Definition.ContentTypes)}.");
    }

    private ValueTask OnlyAsync(DeliveryWork work, IServiceProvider services)
    {
        var handling = Begin(handlers[0], work, services);
        if (!handling.IsCompletedSuccessfully)
        {
            return EndAsync(work, handling);
        }

        handling.GetAwaiter().GetResult();
        return ValueTask.CompletedTask;
    }

    /// <summary>Begins a handler; one that throws at once is like one that fails later.</summary>
    private static ValueTask Begin(HandlerRegistration<TEvent> handler, DeliveryWork work, IServiceProvider services)
    {
        try
        {
            return handler.InvokeAsync(work, services);
        }
#pragma warning disable CA1031 // it is thrown again where the task is awaited
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(exception);
        }
    }

    private async ValueTask EndAsync(DeliveryWork work, ValueTask handling)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a handler throws is a failure of the delivery
        catch (Exception exception) when (!IsLetGo(work, exception))
#pragma warning restore CA1031
        {
            throw new FailedDeliveryException(ReasonOf(work, exception), handlers[0].Name, $"Handler {handlers[0].Name} failed.", CauseOf(exception));
        }
    }

    private async ValueTask EachAsync(DeliveryWork work, IServiceProvider services)
    {
        List<string>? failed = null;
        Exception? first = null;
        for (var i = 0; i < handlers.Count; i++)
        {
            if ((work.HandlersDone & (1UL << i)) != 0)
            {
                continue;
            }

            try
            {
                await handlers[i].InvokeAsync(work, services).ConfigureAwait(false);
                work.HandlersDone |= 1UL << i;
            }
#pragma warning disable CA1031 // whatever a handler throws is a failure of the delivery; the other handlers have their try
            catch (Exception exception) when (!IsLetGo(work, exception))
#pragma warning restore CA1031
            {
                (failed ??= []).Add(handlers[i].Name);
                first ??= exception;
            }
        }

        if (failed is not null)
        {
            var names = string.Join(",", failed);
            throw new FailedDeliveryException(ReasonOf(work, first!), names, $"{failed.Count} of {handlers.Count} handlers failed: {names}.", CauseOf(first!));
        }
    }

    /// <summary>A handler that asked for an attribute which cannot be read has met a bad record; trying again would not help.</summary>
    private static FaultCode ReasonOf(DeliveryWork work, Exception exception) =>
        exception is FailedDeliveryException ahead ? ahead.Reason
        : ReferenceEquals(exception, work.Unreadable) ? FaultCode.Undecodable
        : FaultCode.HandlerFailed;

    /// <summary>What the handler threw, also where it did in a batch that another delivery began.</summary>
    private static Exception CauseOf(Exception exception) => exception is FailedDeliveryException { InnerException: { } cause } ? cause : exception;

    private static bool IsLetGo(DeliveryWork work, Exception exception) => exception is OperationCanceledException && work.IsLetGo;
}
