using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Redis.Tests.Harness;

internal static class Sending
{
    /// <summary>Sends records and waits until each is settled, either way; after a failure the producer is flushed, as the core does.</summary>
    public static async Task<TestRecord[]> SendAsync(this IProducerDriver producer, params TestRecord[] records)
    {
        await producer.SendAsync(records, TestContext.Current.CancellationToken);
        await Task.WhenAll(records.Select(record => record.Settled));
        if (records.Any(record => record.Failure is not null))
        {
            await producer.FlushAsync(TestContext.Current.CancellationToken);
        }

        return records;
    }

    /// <summary>Sends numbers as bodies, and fails the test where one of them fails.</summary>
    public static async Task<TestRecord[]> SendNumbersAsync(this IProducerDriver producer, string topic, int first, int count)
    {
        var records = Enumerable.Range(first, count).Select(number => new TestRecord(topic, number.ToString(CultureInfo.InvariantCulture))).ToArray();
        await producer.SendAsync(records);
        Assert.All(records, record => Assert.Null(record.Failure));
        return records;
    }

    /// <summary>Sends until it succeeds, as the core would: a record that failed is sent again, in order.</summary>
    public static async Task<int> SendUntilStoredAsync(this IProducerDriver producer, RedisTransport transport, Func<TestRecord> make)
    {
        for (var tries = 1; ; tries++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var record = make();
            try
            {
                await producer.SendAsync(record);
            }
            catch (Exception exception) when (transport.Classify(exception) == FaultCode.Unavailable)
            {
                continue;
            }

            if (record.Failure is null)
            {
                return tries;
            }

            Assert.Equal(FaultCode.Unavailable, transport.Classify(record.Failure));
        }
    }
}
