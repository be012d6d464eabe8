using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests.Sharing;

/// <summary>Work that somebody held is handled by somebody: given back, abandoned, lost on its way, or removed from the stream.</summary>
public sealed class SharedReadingTests(SharedRedis shared) : RedisTest(shared)
{
    // Connections of everybody on it are cut.
    protected override RedisServerOptions OwnServer => new() { NeedsControl = true };

    /// <summary>Far more than the default of <c>ClaimAfter</c>.</summary>
    private const int LongAgo = 600_000;

    [Fact]
    public async Task What_a_dead_consumer_held_is_taken_away_after_its_time_and_not_before()
    {
        var transport = await OpenWithAsync(4);
        await HoldAsync("dead", 4);
        await IdleAsync("dead", LongAgo, 2);
        var reader = await SharingAsync(transport, "alive");

        Assert.Equal(["0", "1"], (await reader.ReceiveAsync(2)).Select(received => received.Body));
        Assert.Empty(await reader.ReceiveAsync(Stop));
    }

    [Fact]
    public async Task A_slow_handler_that_gives_signs_is_not_robbed()
    {
        var transport = await OpenWithAsync(2);
        var slow = await SharingAsync(transport, "slow");
        var held = await slow.ReceiveAsync(2);
        await IdleAsync("slow", LongAgo, 2);
        await slow.ExtendAsync([.. held]);
        var other = await SharingAsync(transport, "other");

        Assert.Empty(await other.ReceiveAsync(Stop));
        Assert.Equal(2, (await Plain.StreamPendingMessagesAsync(Topic, Group, 10, "slow")).Length);
    }

    [Fact]
    public async Task A_consumer_that_was_robbed_takes_nothing_back_by_its_signs()
    {
        var transport = await OpenWithAsync(1);
        var slow = await SharingAsync(transport, "slow");
        var held = await slow.ReceiveAsync(1);
        await IdleAsync("slow", LongAgo, 1);
        var other = await SharingAsync(transport, "other");
        Assert.Single(await other.ReceiveAsync(1));

        await slow.ExtendAsync([.. held]);

        Assert.Equal("other", Assert.Single(await Plain.StreamPendingMessagesAsync(Topic, Group, 10, RedisValue.Null)).ConsumerName);
    }

    [Fact]
    public async Task A_consumer_whose_signs_are_late_does_not_take_its_own_work_for_abandoned()
    {
        var transport = await OpenWithAsync(2);
        var reader = await SharingAsync(transport, "alone", TimeSpan.FromSeconds(2));
        var held = await reader.ReceiveAsync(2);
        var failing = reader.ReceiveAsync();
        await UntilAsync(async () => await ReaderAsync() is not null, "Blocking in a read");
        await Plain.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Assert.ThrowsAnyAsync<Exception>(() => failing);
        await IdleAsync("alone", LongAgo, 2);

        // The connection is back, and nobody could say yet what is in hand.
        await (await ProducerAsync(transport)).SendUntilStoredAsync(transport, () => new TestRecord(Topic, "2"));
        Assert.Equal("2", Assert.Single(await reader.ReceiveAsync(1)).Body);
        Assert.Empty(await reader.ReceiveAsync(Stop));
        await reader.ExtendAsync([.. held]);
        Assert.Empty(await reader.ReceiveAsync(Stop));
    }

    [Fact]
    public async Task A_consumer_with_a_stable_name_takes_back_at_once_what_its_last_run_left()
    {
        var transport = await OpenWithAsync(3);
        await HoldAsync("stable", 3);
        var reader = await SharingAsync(transport, "stable");

        Assert.Equal(3, (await reader.ReceiveAsync(3)).Count);
    }

    [Fact]
    public async Task What_came_in_an_answer_that_was_lost_comes_again_at_once()
    {
        var transport = await OpenWithAsync(4);
        var reader = await SharingAsync(transport, "cut", TimeSpan.FromSeconds(20));
        var first = await reader.ReceiveAsync(4);
        await reader.SettleAsync(first[0]);

        // What the server does when it answers a read and the answer does not arrive.
        var waiting = reader.ReceiveAsync();
        await UntilAsync(async () => await ReaderAsync() is not null, "Blocking in a read");
        await Plain.StreamAddAsync(Topic, "event_data", "4");
        Assert.Equal("4", (await waiting)[0].Body);
        await Plain.StreamAddAsync(Topic, "event_data", "5");
        await HoldAsync("cut", 1);
        var failing = reader.ReceiveAsync();
        await UntilAsync(async () => await ReaderAsync() is not null, "Blocking in a read again");
        await Plain.ExecuteAsync("CLIENT", "KILL", "ID", (await ReaderAsync())!);
        await Assert.ThrowsAnyAsync<Exception>(() => failing);

        Assert.Equal("5", Assert.Single(await reader.ReceiveAsync(1)).Body);
    }

    [Fact]
    public async Task Pending_entries_that_were_trimmed_are_acknowledged_and_counted()
    {
        var transport = await OpenWithAsync(5);
        await HoldAsync("dead", 5);
        await IdleAsync("dead", LongAgo, 5);
        await Plain.StreamTrimAsync(Topic, 1);
        var reader = await SharingAsync(transport, "alive");

        Assert.Equal("4", Assert.Single(await reader.ReceiveAsync(1)).Body);
        Assert.Equal(4, Notices.All.Where(notice => notice.Code == NoticeCode.Trimmed).Sum(notice => notice.Count));
        Assert.Equal(1, (await Plain.StreamPendingAsync(Topic, Group)).PendingMessageCount);
    }

    [Fact]
    public async Task What_was_trimmed_before_anybody_read_it_is_told_once()
    {
        var transport = await OpenWithAsync(10);
        await transport.PrepareAsync(Group, [Topic], StartPoint.Earliest, Stop);
        await Plain.StreamTrimAsync(Topic, 3);
        var (first, second) = (await SharingAsync(transport, "first"), await SharingAsync(transport, "second"));

        Assert.Equal(3, (await first.ReceiveAsync(3)).Count);
        Assert.Empty(await second.ReceiveAsync(Stop));
        Assert.Equal(7, Assert.Single(Notices.All, notice => notice.Code == NoticeCode.Trimmed).Count);
        Assert.Equal(3, (await transport.DescribeGroupAsync(Group, Stop))!.Partitions[0].Lag);
    }

    [Fact]
    public async Task A_consumer_that_closes_is_forgotten_by_the_server_and_its_work_waits_for_the_next()
    {
        var transport = await OpenWithAsync(2);
        var leaving = await SharingAsync(transport, "leaving");
        await leaving.ReceiveAsync(2);
        await leaving.LeaveAsync();

        Assert.Empty((await transport.DescribeGroupAsync(Group, Stop))!.Members);
        Assert.Equal(["0", "1"], (await (await SharingAsync(transport, "next")).ReceiveAsync(2)).Select(received => received.Body));
    }

    [Fact]
    public async Task A_group_that_shared_and_is_read_in_order_again_begins_with_what_nobody_finished()
    {
        var transport = await OpenWithAsync(6);
        var before = await ReaderAsync(transport);
        await before.SettleAsync((await before.ReceiveAsync(6))[1]);
        await before.LeaveAsync();
        var sharing = await SharingAsync(transport, "sharing");
        var held = await sharing.ReceiveAsync(4);
        await sharing.SettleAsync(held[1]);
        await HoldAgainAsync("crashed");

        var after = await ReaderAsync(transport);

        Assert.Equal(["2", "4", "5"], (await after.ReceiveAsync(3)).Select(received => received.Body));
    }

    private async Task<RedisTransport> OpenWithAsync(int count)
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, count);
        return transport;
    }

    /// <summary>A consumer that is nowhere now was given entries.</summary>
    private async Task HoldAsync(string consumer, int count)
    {
        await Open().PrepareAsync(Group, [Topic], StartPoint.Earliest, Stop);
        Assert.Equal(count, (await Plain.StreamReadGroupAsync(Topic, Group, consumer, ">", count)).Length);
    }

    /// <summary>Everything that is pending is held by a consumer that will never be seen again.</summary>
    private async Task HoldAgainAsync(string consumer)
    {
        var ids = (await Plain.StreamPendingMessagesAsync(Topic, Group, 100, RedisValue.Null)).Select(pending => pending.MessageId).ToArray();
        await Plain.StreamClaimIdsOnlyAsync(Topic, Group, consumer, 0, ids);
    }

    /// <summary>The oldest entries of a consumer look as if nobody had given a sign for so long.</summary>
    private async Task IdleAsync(string consumer, long milliseconds, int count)
    {
        foreach (var pending in await Plain.StreamPendingMessagesAsync(Topic, Group, count, consumer))
        {
            await Plain.ExecuteAsync("XCLAIM", Topic, Group, consumer, 0, pending.MessageId, "IDLE", milliseconds, "JUSTID");
        }
    }

    /// <summary>The id of the connection that waits in a read.</summary>
    private async Task<string?> ReaderAsync() => ((string)(await Plain.ExecuteAsync("CLIENT", "LIST"))!)
        .Split('\n').FirstOrDefault(client => client.Contains("flags=b", StringComparison.Ordinal) && client.Contains("cmd=xreadgroup", StringComparison.Ordinal))
        ?.Split(' ')[0]["id=".Length..];
}
