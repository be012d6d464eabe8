using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Pipeline;

/// <summary>Hands over records as they are: for the tool, which knows no types.</summary>
internal sealed class RawInvoker(RawDeliveryHandler handler) : EventInvoker
{
    private static readonly object s_raw = new();

    public override string EventType => "";

    public override bool NeedsScope => false;

    public override object Decode(DeliveryWork work, ReadOnlySpan<byte> contentType) => s_raw;

    public override async ValueTask HandleAsync(DeliveryWork work, IServiceProvider services)
    {
        if (!await handler(work.Delivery, work.Reader, work.Context, work.CancellationToken).ConfigureAwait(false))
        {
            work.LetGo();
        }
    }
}

/// <summary>Takes one record, or lets it go so that it comes again. Everything given is valid until the returned task is done.</summary>
internal delegate ValueTask<bool> RawDeliveryHandler(Delivery delivery, WireReader reader, EventContext context, CancellationToken cancellationToken);
