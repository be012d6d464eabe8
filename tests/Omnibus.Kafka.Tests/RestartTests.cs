using System.Globalization;
using Omnibus.Drivers;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>A broker that is killed and comes back.</summary>
public sealed class RestartTests(MortalKafka mortal) : KafkaTest(mortal), IClassFixture<MortalKafka>
{
    private const int Partitions = 3;
    private const int BatchSize = 100;

    [Fact]
    public async Task A_broker_that_is_killed_while_producing_loses_nothing_doubles_nothing_and_keeps_the_order()
    {
        var transport = Open();
        await MakeAsync(transport, Partitions);
        var producer = await ProducerAsync(transport, TimeSpan.FromSeconds(90));
        var sent = new List<TestRecord>();
        var killed = Task.CompletedTask;

        // Several batches are under way at every moment, also while the broker is away.
        for (var batch = 0; batch < 60; batch++)
        {
            var records = Enumerable.Range(batch * BatchSize, BatchSize)
                .Select(number => new TestRecord(Topic, number.ToString(CultureInfo.InvariantCulture), partition: number % Partitions)).ToArray();
            sent.AddRange(records);
            await producer.SendAsync(records, Stop);
            if (batch == 20)
            {
                await records[0].Settled;
                await Cluster.KillAsync();
                killed = Cluster.RestartAsync(Stop);
            }
        }

        await killed;
        await producer.FlushAsync(Stop);
        Assert.All(sent, record => Assert.Null(record.Failure));

        var reader = await MemberAsync(transport);
        var received = await reader.ReceiveUntilAsync(sent.Count);
        foreach (var partition in Enumerable.Range(0, Partitions))
        {
            Assert.Equal(
                sent.Where(record => record.Partition == partition).Select(record => record.Text),
                received.Where(record => record.Place.Partition == partition).Select(record => record.Body));
        }
    }

    [Fact]
    public async Task With_the_broker_away_settling_and_closing_end_in_bounded_time_and_nothing_is_lost()
    {
        var transport = Open();
        await MakeAsync(transport, 1);
        await SendNumbersAsync(await ProducerAsync(transport), 0, 10);
        var reader = await MemberAsync(transport);
        var received = await reader.ReceiveUntilAsync(10);
        await reader.SettleAsync(received[3]);
        await Cluster.KillAsync();

        // The client does not know yet: its commit stays unanswered, and is left alone.
        var settling = await Assert.ThrowsAnyAsync<Exception>(async () => await reader.SettleAsync(received[9]));
        Assert.Equal(FaultCode.Unavailable, transport.Classify(settling));
        await reader.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15), Stop);
        await Cluster.RestartAsync(Stop);

        // The settlement may have been made late, when the broker was back: nothing below it comes, and everything above the one that was answered may.
        var next = await MemberAsync(transport);
        await SendNumbersAsync(await ProducerAsync(transport), 10, 1);
        var again = await next.ReceiveUntilAsync(all => all.Any(record => record.Body == "10"), "The arrival of the last record");
        var first = int.Parse(again[0].Body!, CultureInfo.InvariantCulture);
        Assert.Contains(first, (int[])[4, 10]);
        Assert.Equal(Enumerable.Range(first, 11 - first), again.Select(record => int.Parse(record.Body!, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_record_that_waited_too_long_for_an_absent_broker_is_certainly_not_stored()
    {
        var transport = Open();
        await MakeAsync(transport, 1);
        var producer = await ProducerAsync(transport, TimeSpan.FromSeconds(2));
        await SendNumbersAsync(producer, 0, 1);
        await Cluster.KillAsync();

        // The first may have met the dying connection; the second never left.
        await SendAsync(producer, new TestRecord(Topic, "first"));
        var second = (await SendAsync(producer, new TestRecord(Topic, "second")))[0];
        await Cluster.RestartAsync(Stop);

        Assert.Equal(FaultCode.Unavailable, transport.Classify(second.Failure!));
        Assert.False(second.MayBeStored);
        Assert.Contains(Notices.All, notice => notice.Code == NoticeCode.Disconnected);
    }
}
