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

    private static Delivery Deliver(DeliveryMemory memory, byte[] key, byte[] body)
    {
        memory.Begin(key.Length + body.Length);
        var delivery = new Delivery();
        delivery.Reset("topic", 0, default, memory.Copy(key), memory.Copy(body), owner: memory.Owner);
        return delivery;
    }
}
