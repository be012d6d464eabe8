using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>What a delivery said, copied, so that the delivery itself can be reused.</summary>
internal sealed class ReceivedRecord
{
    public ReceivedRecord(Delivery delivery)
    {
        Place = new TopicPartition(delivery.Topic, delivery.Partition);
        Position = delivery.Position;
        Key = delivery.Key?.ToArray();
        Body = delivery.Body?.ToArray();
        Headers = [.. delivery.Headers.ToArray().Select(header => (header.Name, header.Value.ToArray()))];
        StoredAt = delivery.StoredAt;
        DriverState = delivery.DriverState;
    }

    public TopicPartition Place { get; }

    public Position Position { get; }

    public byte[]? Key { get; }

    public byte[]? Body { get; }

    public IReadOnlyList<(string Name, byte[] Value)> Headers { get; }

    public long? StoredAt { get; }

    public object? DriverState { get; }

    public string Text => Encoding.UTF8.GetString(Body ?? []);

    public override string ToString() => $"'{Text}' at {Place} {Position}";
}
