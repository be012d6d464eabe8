using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>
/// Has handlers and logs see a redriven record at the place that it first came from: who told it apart by its place knows it again.
/// </summary>
internal sealed class OriginStage : DeliveryStage
{
    public override ValueTask InvokeAsync(DeliveryWork work)
    {
        var delivery = work.Delivery;
        if (DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Topic) is { } topic
            && int.TryParse(DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Partition), CultureInfo.InvariantCulture, out var partition)
            && Position.TryParse(DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Position), out var position))
        {
            work.Context.Reset(work, topic, partition, position);
        }

        work.Context.Redrives = int.TryParse(DeadLetterHeaders.Find(delivery, DeadLetterHeaders.Redrives), CultureInfo.InvariantCulture, out var redrives) ? redrives : 1;
        return Next.InvokeAsync(work);
    }
}
