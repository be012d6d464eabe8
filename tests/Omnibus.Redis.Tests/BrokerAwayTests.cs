using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;

namespace Omnibus.Redis.Tests;

/// <summary>The server dies, freezes and comes back; the same producer and the same consumer go on.</summary>
public sealed class BrokerAwayTests(SharedRedis shared) : RedisTest(shared)
{
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true, Persistent = true };

    [Fact]
    public async Task After_a_crash_of_the_server_nothing_acknowledged_is_lost_and_order_is_kept()
    {
        var transport = Open(timeout: "00:00:02");
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport, TimeSpan.FromSeconds(2));
        var reader = await ReaderAsync(transport);
        var stored = 0;
        List<Received> received = [];
        for (var crash = 0; crash < 3; crash++)
        {
            await producer.SendNumbersAsync(Topic, stored, 100);
            stored += 100;
            received.AddRange(await reader.ReceiveAsync(50));
            await reader.SettleAsync(received[^1]);

            await Server.KillAsync();
            var away = (await producer.SendAsync(new TestRecord(Topic, "not while it is away")))[0];
            Assert.Equal(FaultCode.Unavailable, transport.Classify(away.Failure!));
            var exception = await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                while (true)
                {
                    await reader.ReceiveAsync();
                }
            });
            Assert.Equal(FaultCode.Unavailable, transport.Classify(exception));
            await Server.RestartAsync(Stop);

            var next = stored++;
            await producer.SendUntilStoredAsync(transport, () => new TestRecord(Topic, $"{next}"));
        }

        received.AddRange(await reader.ReceiveAsync(stored - received.Count));

        var bodies = received.Select(record => record.Body).Where(body => body != "not while it is away");
        Assert.Equal(Enumerable.Range(0, stored).Select(number => $"{number}"), bodies.Distinct());
        Assert.NotEqual(0, Notices.Count(NoticeCode.Disconnected));
        Assert.NotEqual(0, Notices.Count(NoticeCode.Reconnected));
    }

    [Fact]
    public async Task A_frozen_server_makes_no_false_promise_and_is_used_again_when_it_wakes()
    {
        var transport = Open(timeout: "00:00:01");
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport, TimeSpan.FromSeconds(1));
        await producer.SendNumbersAsync(Topic, 0, 2);
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(2);

        await Server.FreezeAsync();
        var unsure = (await producer.SendAsync(new TestRecord(Topic, "2")))[0];
        var settling = await Assert.ThrowsAnyAsync<Exception>(() => reader.SettleAsync(received[0]));
        var reading = await Assert.ThrowsAnyAsync<Exception>(() => reader.ReceiveAsync());
        await Server.ThawAsync();

        Assert.Equal(FaultCode.Unavailable, transport.Classify(unsure.Failure!));
        Assert.True(unsure.MayBeStored);
        Assert.Equal(FaultCode.Unavailable, transport.Classify(settling));
        Assert.Equal(FaultCode.Unavailable, transport.Classify(reading));
        await producer.SendUntilStoredAsync(transport, () => new TestRecord(Topic, "2 again"));
        Assert.Equal(["2", "2 again"], (await reader.ReceiveAsync(2)).Select(record => record.Body));
        await reader.SettleAsync(received[1]);
        Assert.Equal(received[1].Position.ToString(), Assert.Single(await Plain.StreamGroupInfoAsync(Topic)).LastDeliveredId);
        Assert.Equal(0, Notices.Count(NoticeCode.ForeignPosition));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable_until_it_is()
    {
        await Server.KillAsync();
        var transport = Open();

        foreach (var open in (Func<Task>[])
        [
            () => ProducerAsync(transport), () => ReaderAsync(transport), async () => await transport.ProbeAsync(Stop),
        ])
        {
            Assert.Equal(FaultCode.Unavailable, transport.Classify(await Assert.ThrowsAnyAsync<Exception>(open)));
        }

        await Server.RestartAsync(Stop);
        Assert.StartsWith("redis 7.", (await transport.ProbeAsync(Stop)).Server, StringComparison.Ordinal);
    }
}
