using System.Text;
using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Consuming;

namespace Omnibus.Kafka.Tests.Units;

/// <summary>Keys and bodies in pooled chunks.</summary>
public sealed class DeliveryMemoryTests
{
    [Theory]
    [InlineData(10, 20)]
    [InlineData(0, 0)]
    [InlineData(30_000, 50_000)]
    [InlineData(100_000, 200_000)]
    public void A_key_and_a_body_stay_together_and_unchanged_in_one_chunk(int keyLength, int bodyLength)
    {
        var memory = new DeliveryMemory();
        var held = new List<(Delivery Delivery, byte[] Key, byte[] Body)>();
        for (var number = 0; number < 40; number++)
        {
            var key = Enumerable.Repeat((byte)number, keyLength).ToArray();
            var body = Enumerable.Repeat((byte)(number + 100), bodyLength).ToArray();
            held.Add((Deliver(memory, key, body), key, body));
        }

        memory.Release();
        foreach (var (delivery, key, body) in held)
        {
            Assert.Equal(key, delivery.Key!.Value.ToArray());
            Assert.Equal(body, delivery.Body!.Value.ToArray());
            delivery.Release();
        }
    }

    [Fact]
    public void A_record_without_key_or_body_has_none()
    {
        var memory = new DeliveryMemory();
        Deliver(memory, "key"u8.ToArray(), "body"u8.ToArray()).Release();

        var delivery = Deliver(memory, null, null);
        Assert.Null(delivery.Key);
        Assert.Null(delivery.Body);
        delivery.Release();

        var keyless = Deliver(memory, null, "body"u8.ToArray());
        Assert.Null(keyless.Key);
        Assert.Equal("body", Encoding.UTF8.GetString(keyless.Body!.Value.Span));
        keyless.Release();
        memory.Release();
    }

    private static Delivery Deliver(DeliveryMemory memory, byte[]? key, byte[]? body)
    {
        memory.Deserialize(key, key is null, new SerializationContext(MessageComponentType.Key, "topic"));
        var slice = memory.Deserialize(body, body is null, new SerializationContext(MessageComponentType.Value, "topic"));
        var delivery = new Delivery();
        delivery.Reset("topic", 0, default, memory.Key, memory.BytesOf(slice), owner: memory.Owner);
        return delivery;
    }
}
