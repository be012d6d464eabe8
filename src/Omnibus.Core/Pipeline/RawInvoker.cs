using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Pipeline;

/// <summary>Hands over records as they are: for the tool, which knows no types.</summary>
internal sealed class RawInvoker(RawDeliveryHandler handler) : EventInvoker
{
    private static readonly object s_raw = new();

    public override string EventType => "";

    public override bool NeedsScope => false;

    public override object Decode(WireReader reader, Delivery delivery, out SchemaMark missing)
    {
        missing = default;
        return s_raw;
    }

    public override ValueTask HandleAsync(DeliveryWork work, IServiceProvider services)
    {
        var taking = handler(work.Delivery, work.Reader, work.Context, work.CancellationToken);
        if (!taking.IsCompletedSuccessfully)
        {
            return EndAsync(work, taking);
        }

        LetGoUnless(taking.Result, work);
        return ValueTask.CompletedTask;
    }

    private static async ValueTask EndAsync(DeliveryWork work, ValueTask<bool> taking) => LetGoUnless(await taking.ConfigureAwait(false), work);

    private static void LetGoUnless(bool taken, DeliveryWork work)
    {
        if (!taken)
        {
            work.LetGo();
        }
    }
}

/// <summary>Takes one record, or lets it go so that it comes again. Everything given is valid until the returned task is done.</summary>
internal delegate ValueTask<bool> RawDeliveryHandler(Delivery delivery, WireReader reader, EventContext context, CancellationToken cancellationToken);
