using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;

namespace Omnibus.Redis.Tests.Publishing;

public sealed class MaxLengthTests(SharedRedis shared) : RedisTest(shared)
{
    [Fact]
    public async Task A_stream_is_trimmed_to_about_its_length_by_batches_and_by_single_records()
    {
        var transport = Open(maxLength: 100);
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);

        // Redis trims whole nodes, of 100 entries unless the server is told otherwise.
        await producer.SendNumbersAsync(Topic, 0, 1000);
        Assert.InRange(await Plain.StreamLengthAsync(Topic), 100, 299);
        for (var number = 1000; number < 1300; number++)
        {
            await producer.SendNumbersAsync(Topic, number, 1);
        }

        Assert.InRange(await Plain.StreamLengthAsync(Topic), 100, 299);
        var last = Assert.Single(await Plain.StreamRangeAsync(Topic, count: 1, messageOrder: StackExchange.Redis.Order.Descending));
        Assert.Equal("1299", (string?)last["event_data"]);
    }

    [Fact]
    public async Task Without_a_length_nothing_is_trimmed()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 1000);
        Assert.Equal(1000, await Plain.StreamLengthAsync(Topic));
    }
}
