using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;

namespace Omnibus.Redis.Tests.Consuming;

/// <summary>A server of its own: its connections are cut.</summary>
public sealed class BrokenConnectionTests(SharedRedis shared) : RedisTest(shared)
{
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true };

    [Fact]
    public async Task An_answer_that_was_lost_is_no_neighbour()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 5);
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(5);

        // The server is made to answer nothing for a while, and carries the settlement out when it wakes.
        await Plain.ExecuteAsync("CLIENT", "PAUSE", 100_000, "WRITE");
        var settling = reader.SettleAsync(received[1]);
        await Plain.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Assert.ThrowsAnyAsync<Exception>(() => settling);
        await Plain.ExecuteAsync("CLIENT", "UNPAUSE");
        await Plain.ExecuteAsync("XGROUP", "SETID", Topic, Group, received[1].Position.ToString());

        await UntilAsync(
            async () =>
            {
                try
                {
                    await reader.SettleAsync(received[2]);
                    return true;
                }
                catch (Exception exception) when (transport.Classify(exception) == FaultCode.Unavailable)
                {
                    return false;
                }
            },
            "Settling after the connection was cut");

        Assert.Equal(0, Notices.Count(NoticeCode.ForeignPosition));
        Assert.Equal(received[2].Position.ToString(), Assert.Single(await Plain.StreamGroupInfoAsync(Topic)).LastDeliveredId);
    }

    [Fact]
    public async Task A_reader_whose_connection_is_cut_while_it_waits_goes_on_where_it_was()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 3);
        var reader = await ReaderAsync(transport, maxWait: TimeSpan.FromSeconds(20));
        await reader.ReceiveAsync(3);

        var waiting = reader.ReceiveAsync();
        await UntilAsync(ReadBlocksAsync, "Blocking in a read");
        await Plain.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        Assert.Equal(FaultCode.Unavailable, transport.Classify(exception));
        await producer.SendUntilStoredAsync(transport, () => new TestRecord(Topic, "3"));
        Assert.Equal("3", (await reader.ReceiveAsync(1))[0].Body);
        Assert.NotEqual(0, Notices.Count(NoticeCode.Disconnected));
        await UntilAsync(() => Task.FromResult(Notices.Count(NoticeCode.Reconnected) > 0), "A notice of the connection that is back");
    }

    [Fact]
    public async Task A_record_wakes_a_reader_at_once()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        var reader = await ReaderAsync(transport, maxWait: TimeSpan.FromSeconds(20));

        var waiting = reader.ReceiveAsync();
        await UntilAsync(ReadBlocksAsync, "Blocking in a read");
        await producer.SendNumbersAsync(Topic, 0, 1);

        Assert.Equal("0", Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(5), Stop)).Body);
    }

    private async Task<bool> ReadBlocksAsync() => ((string)(await Plain.ExecuteAsync("CLIENT", "LIST"))!)
        .Split('\n').Any(client => client.Contains("flags=b", StringComparison.Ordinal) && client.Contains("cmd=xread", StringComparison.Ordinal));
}
