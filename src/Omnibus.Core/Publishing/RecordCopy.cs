using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Publishing;

/// <summary>Copies records that were received, byte for byte, to be stored elsewhere.</summary>
internal static class RecordCopy
{
    /// <summary>A record with the key and the body of a delivery, ready to be queued. The delivery is not needed any more.</summary>
    /// <param name="delivery">What is copied.</param>
    /// <param name="loop">Sends it.</param>
    /// <param name="route">What outcomes call its way.</param>
    /// <param name="fullTopic">Where it goes, with prefix.</param>
    /// <param name="keeps">Which headers are copied, by name.</param>
    /// <param name="add">Adds headers behind them.</param>
    public static PublishOperation Of(
        Delivery delivery, ProducerLoop loop, RawRoute route, string fullTopic, Func<string, bool> keeps, Action<PublishOperation> add)
    {
        var record = PublishOperationPool.Rent();
        record.Begin(loop, route, new EventHead { Time = default }, fullTopic);
        try
        {
            if (delivery.Key is { } key)
            {
                record.WriteKey(key.Span);
            }

            foreach (var header in delivery.Headers)
            {
                if (keeps(header.Name))
                {
                    record.AddHeader(header.Name, header.Value.Span);
                }
            }

            add(record);
            if (delivery.Body is { } body)
            {
                record.BeginBody();
                record.Buffer.Write(body.Span);
                record.EndBody();
            }

            record.Seal();
            return record;
        }
        catch
        {
            record.Abandon();
            throw;
        }
    }
}
