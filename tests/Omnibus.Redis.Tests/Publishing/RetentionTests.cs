using System.Globalization;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Streams;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests.Publishing;

/// <summary>What is older than the topic is kept goes, but nothing that a live group has not settled.</summary>
public sealed class RetentionTests(SharedRedis shared) : RedisTest(shared)
{
    private const int Old = 500;

    /// <summary>Redis removes whole nodes, of at most 100 entries.</summary>
    private const int Node = 100;

    private static readonly TimeSpan s_retention = TimeSpan.FromHours(1);

    [Fact]
    public async Task Old_entries_go_when_something_is_written_and_new_ones_stay()
    {
        var transport = await WithOldEntriesAsync();
        Assert.Equal(s_retention, (await transport.DescribeAsync(Topic, Stop))!.Retention);

        await WriteAsync(transport);

        await UntilAsync(async () => await Plain.StreamLengthAsync(Topic) <= Node, "Trimming");
        Assert.Equal("new", (string?)(await Plain.StreamRangeAsync(Topic, count: 1, messageOrder: Order.Descending))[0]["event_data"]);
    }

    [Fact]
    public async Task What_a_live_group_has_not_settled_stays_until_it_has()
    {
        var transport = await WithOldEntriesAsync();
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(Old);
        await reader.SettleAsync(received[299]);

        await WriteAsync(transport);
        await UntilAsync(async () => await Plain.StreamLengthAsync(Topic) <= Old - 299 + Node, "Trimming up to what is settled");
        Assert.Equal(received[299].Position.ToString(), (string?)(await Plain.StreamRangeAsync(Topic, received[299].Position.ToString(), count: 1))[0].Id);

        await reader.SettleAsync(received[Old - 1]);
        await WriteAsync(transport);
        await UntilAsync(async () => await Plain.StreamLengthAsync(Topic) <= Node + 2, "Trimming the rest");
        Assert.Equal(0, Notices.Count(NoticeCode.Trimmed));
    }

    [Fact]
    public async Task What_is_pending_in_a_group_that_shares_stays()
    {
        var transport = await WithOldEntriesAsync();
        var reader = await SharingAsync(transport, "slow");
        var received = await reader.ReceiveAsync(Old);
        for (var index = 0; index < Old; index++)
        {
            if (index != 250)
            {
                await reader.SettleAsync(received[index]);
            }
        }

        await WriteAsync(transport);

        await UntilAsync(async () => await Plain.StreamLengthAsync(Topic) <= Old - 250 + Node, "Trimming up to what is pending");
        Assert.Single(await Plain.StreamRangeAsync(Topic, received[250].Position.ToString(), received[250].Position.ToString()));
    }

    [Fact]
    public async Task A_group_that_was_away_for_so_long_holds_nothing_back_and_is_told_what_it_missed()
    {
        var transport = await WithOldEntriesAsync();
        var reader = await ReaderAsync(transport);
        await reader.SettleAsync((await reader.ReceiveAsync(Old))[9]);
        await reader.LeaveAsync();
        await Plain.HashSetAsync(RedisNames.Leases(Topic, Group), "seen", DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeMilliseconds());

        await WriteAsync(transport);
        await UntilAsync(async () => await Plain.StreamLengthAsync(Topic) <= Node, "Trimming");
        var left = await Plain.StreamLengthAsync(Topic);

        var back = await ReaderAsync(transport);
        await back.SettleAsync((await back.ReceiveAsync((int)left))[(int)left - 1]);
        Assert.Equal(Old + 1 - 10 - left, Notices.All.Where(notice => notice.Code == NoticeCode.Trimmed).Sum(notice => notice.Count));
    }

    [Fact]
    public async Task A_group_that_nobody_has_seen_yet_is_given_the_same_time()
    {
        var transport = await WithOldEntriesAsync();
        await Plain.StreamCreateConsumerGroupAsync(Topic, Group, "0-0");

        await WriteAsync(transport);
        await UntilAsync(async () => (await Plain.HashGetAsync(RedisNames.Leases(Topic, Group), "seen")).HasValue, "Noting that the group was seen");

        Assert.Equal(Old + 1, await Plain.StreamLengthAsync(Topic));
    }

    [Fact]
    public async Task A_stream_that_somebody_else_made_is_left_to_them()
    {
        await AddOldAsync();
        var transport = Open();
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 1);

        // A round ends with the producer: what it would remove is gone by then.
        await producer.DisposeAsync();

        Assert.Equal(Old + 1, await Plain.StreamLengthAsync(Topic));
        Assert.Null((await transport.DescribeAsync(Topic, Stop))!.Retention);
    }

    private async Task<RedisTransport> WithOldEntriesAsync()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic) { Retention = s_retention }, Stop);
        await AddOldAsync();
        return transport;
    }

    private async Task AddOldAsync()
    {
        var begin = DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeMilliseconds();
        await Task.WhenAll(Enumerable.Range(0, Old).Select(number =>
            Plain.StreamAddAsync(Topic, [new("event_data", number)], string.Create(CultureInfo.InvariantCulture, $"{begin + number}-0"))));
    }

    /// <summary>A producer trims at its first record of a stream, and then once a minute.</summary>
    private async Task WriteAsync(RedisTransport transport) =>
        Assert.Null((await (await ProducerAsync(transport)).SendAsync(new TestRecord(Topic, "new")))[0].Failure);
}
