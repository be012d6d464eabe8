using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Redis.Streams;
using Omnibus.Redis.Tests.Harness;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests.Consuming;

/// <summary>The position of a group is Redis' own, so that everybody else's tools tell the truth about it.</summary>
public sealed class GroupPositionTests(SharedRedis shared) : RedisTest(shared)
{
    [Fact]
    public async Task Redis_knows_how_far_the_group_is_and_how_much_is_left()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 10);
        var reader = await ReaderAsync(transport);
        Assert.Equal(10, (await InfoAsync()).Lag);

        var received = await reader.ReceiveAsync(10);
        await reader.SettleAsync(received[3]);

        var info = await InfoAsync();
        Assert.Equal(received[3].Position.ToString(), info.LastDeliveredId);
        Assert.Equal(4, info.EntriesRead);
        Assert.Equal(6, info.Lag);
        Assert.Equal(0, info.PendingMessageCount);

        await reader.SettleAsync(received[9]);
        await producer.SendNumbersAsync(Topic, 10, 5);
        Assert.Equal(5, (await InfoAsync()).Lag);
    }

    [Fact]
    public async Task How_much_is_left_stays_exact_over_owners_and_after_the_group_was_moved()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var sent = await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 20);
        var first = await ReaderAsync(transport);
        await first.SettleAsync((await first.ReceiveAsync(5))[4]);
        var second = await ReaderAsync(transport);
        var received = await second.ReceiveAsync(15);
        Assert.Equal(sent[5].Position, received[0].Position);
        await second.SettleAsync(received[1]);
        Assert.Equal(13, (await InfoAsync()).Lag);

        await second.LeaveAsync();
        await transport.SetPositionAsync(Group, new TopicPartition(Topic, 0), sent[10].Position, Stop);

        Assert.Equal(10, (await InfoAsync()).Lag);
        var group = await transport.DescribeGroupAsync(Group, Stop);
        var partition = Assert.Single(group!.Partitions);
        Assert.Equal(10, partition.Lag);
        Assert.Equal(sent[10].Position, partition.Position);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds((long)sent[10].Position.High), partition.OldestUnsettled);
        var third = await ReaderAsync(transport);
        Assert.Equal("10", (await third.ReceiveAsync(10))[0].Body);
    }

    [Fact]
    public async Task A_neighbour_in_the_group_is_reported_and_moved_back()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 10);
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(10);
        await reader.SettleAsync(received[2]);
        Assert.Equal(0, Notices.Count(NoticeCode.ForeignPosition));

        await Plain.StreamReadGroupAsync(Topic, Group, "python", ">", 4);
        await reader.SettleAsync(received[3]);

        var notice = Assert.Single(Notices.All, notice => notice.Code == NoticeCode.ForeignPosition);
        Assert.Contains(received[6].Position.ToString(), notice.Place, StringComparison.Ordinal);
        Assert.Equal(received[3].Position.ToString(), (await InfoAsync()).LastDeliveredId);
        await reader.SettleAsync(received[4]);
        Assert.Equal(1, Notices.Count(NoticeCode.ForeignPosition));
    }

    [Fact]
    public async Task What_a_sharing_group_left_pending_is_delivered_first_and_acknowledged()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Plain.StreamAddAsync(Topic, "event_data", number)));
        await Plain.StreamCreateConsumerGroupAsync(Topic, Group, "0-0");
        await Plain.StreamReadGroupAsync(Topic, Group, "python", ">", 6);
        await Plain.StreamAcknowledgeAsync(Topic, Group, [ids[0], ids[2], ids[4]]);
        await Plain.StreamDeleteAsync(Topic, [ids[3]]);

        var first = await ReaderAsync(Open());
        var received = await first.ReceiveAsync(6);

        Assert.Equal(["1", "5", "6", "7", "8", "9"], received.Select(record => record.Body));
        await first.SettleAsync(received[0]);
        Assert.Equal(ids[5], (await InfoAsync()).LastDeliveredId);
        Assert.Equal(ids[5], (await Plain.StreamPendingAsync(Topic, Group)).LowestPendingMessageId);

        var second = await ReaderAsync(Open());
        received = await second.ReceiveAsync(5);
        Assert.Equal(["5", "6", "7", "8", "9"], received.Select(record => record.Body));
        await second.SettleAsync(received[2]);
        Assert.Equal(ids[7], (await InfoAsync()).LastDeliveredId);
        Assert.Equal(0, (await InfoAsync()).PendingMessageCount);
    }

    [Fact]
    public async Task A_neighbours_work_is_claimed_at_the_first_take_over_only()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 4);
        await ReaderAsync(transport);
        await Plain.StreamReadGroupAsync(Topic, Group, "python", ">", 2);

        var second = await ReaderAsync(transport);

        Assert.Equal(["2", "3"], (await second.ReceiveAsync(2)).Select(record => record.Body));
    }

    [Fact]
    public async Task More_pending_entries_than_fit_are_delivered_in_turn()
    {
        await Task.WhenAll(Enumerable.Range(0, 700).Select(number => Plain.StreamAddAsync(Topic, "event_data", number)));
        await Plain.StreamCreateConsumerGroupAsync(Topic, Group, "0-0");
        await Plain.StreamReadGroupAsync(Topic, Group, "python", ">", 600);

        var reader = await ReaderAsync(Open());
        var received = await reader.ReceiveAsync(700);

        Assert.Equal(Enumerable.Range(0, 700).Select(number => $"{number}"), received.Select(record => record.Body));
        await reader.SettleAsync(received[699]);
        var info = await InfoAsync();
        Assert.Equal(0, info.PendingMessageCount);
        Assert.Equal(0, info.Lag);
    }

    [Fact]
    public async Task A_group_whose_stream_is_gone_is_not_found()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await (await ProducerAsync(transport)).SendNumbersAsync(Topic, 0, 2);
        var reader = await ReaderAsync(transport);
        var received = await reader.ReceiveAsync(2);

        await Plain.KeyDeleteAsync(Topic);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => reader.SettleAsync(received[0]));
        Assert.Equal(FaultCode.NotFound, transport.Classify(exception));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_that_was_removed_is_made_again_where_it_was_and_not_where_a_new_one_begins(bool flushed)
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 5);
        var reader = await ReaderAsync(transport);
        await reader.SettleAsync((await reader.ReceiveAsync(5))[2]);
        await reader.LeaveAsync();

        if (flushed)
        {
            await Plain.KeyDeleteAsync(Topic);
            await transport.CreateAsync(new TopicSpecification(Topic), Stop);
            await Plain.StreamAddAsync(Topic, "event_data", "new");
        }
        else
        {
            Assert.True(await Plain.StreamDeleteConsumerGroupAsync(Topic, Group));
        }

        await transport.PrepareAsync(Group, [Topic], StartPoint.Latest, Stop);
        var again = await ReaderAsync(transport);

        Assert.Equal(flushed ? ["new"] : ["3", "4"], (await again.ReceiveAsync(flushed ? 1 : 2)).Select(received => received.Body));
        Assert.Contains("made again", Assert.Single(Notices.All, notice => notice.Code == NoticeCode.ForeignPosition).Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_shares_and_was_removed_is_made_again_where_it_was()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 3);
        var reader = await SharingAsync(transport, "one");
        await reader.SettleAsync((await reader.ReceiveAsync(3))[2]);

        await Plain.KeyDeleteAsync([Topic, RedisNames.Facts(Topic), RedisNames.Leases(Topic, Group)]);
        var exception = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
            {
                await reader.ReceiveAsync(Stop);
            }
        });
        Assert.Equal(FaultCode.NotFound, transport.Classify(exception));
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        await producer.SendUntilStoredAsync(transport, () => new TestRecord(Topic, "new"));
        var again = await TestReader.ShareAsync(transport, Group, Topic, "one", TimeSpan.FromMilliseconds(200), Stop, StartPoint.Latest);

        Assert.Equal("new", Assert.Single(await again.ReceiveAsync(1)).Body);
        await again.LeaveAsync();
    }

    [Fact]
    public async Task A_group_that_is_about_to_lose_entries_to_others_trimming_is_told_so_once()
    {
        const int Length = 2000;
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        var reader = await ReaderAsync(transport);
        var sent = 0;
        async Task SendAndTrimAsync(int count)
        {
            for (var end = sent + count; sent < end; sent += 500)
            {
                await producer.SendNumbersAsync(Topic, sent, 500);
            }

            await Plain.StreamTrimAsync(Topic, Length);
        }

        await SendAndTrimAsync(1500);
        await reader.SettleAsync((await reader.ReceiveAsync(1500))[^1]);
        await SendAndTrimAsync(1000);
        var received = await reader.ReceiveAsync(1000);
        await reader.SettleAsync(received[99]);
        Assert.Equal(0, Notices.Count(NoticeCode.RoomShrinks));
        Assert.Equal(1100, (await transport.DescribeGroupAsync(Group, Stop))!.Partitions[0].Room);

        await SendAndTrimAsync(1000);
        await reader.SettleAsync(received[149]);
        await SendAndTrimAsync(500);
        await reader.SettleAsync(received[199]);

        Assert.Equal(150, Assert.Single(Notices.All, notice => notice.Code == NoticeCode.RoomShrinks).Count);
    }

    [Fact]
    public async Task What_was_trimmed_before_it_was_read_is_reported_exactly_and_once()
    {
        var transport = Open();
        await transport.CreateAsync(new TopicSpecification(Topic), Stop);
        var producer = await ProducerAsync(transport);
        await producer.SendNumbersAsync(Topic, 0, 10);
        var reader = await ReaderAsync(transport);
        var first = await reader.ReceiveAsync(10);
        await reader.SettleAsync(first[3]);
        await producer.SendNumbersAsync(Topic, 10, 90);

        await Plain.StreamTrimAsync(Topic, 50);
        Assert.Equal(50, Assert.Single((await transport.DescribeGroupAsync(Group, Stop))!.Partitions).Lag);
        await reader.SettleAsync(first[9]);
        var second = await reader.ReceiveAsync(50);
        Assert.Equal("50", second[0].Body);
        await reader.SettleAsync(second[9]);

        var notice = Assert.Single(Notices.All, notice => notice.Code == NoticeCode.Trimmed);
        Assert.Equal(40, notice.Count);
        Assert.Equal(40, (await InfoAsync()).Lag);
        await reader.SettleAsync(second[49]);
        Assert.Equal(0, (await InfoAsync()).Lag);
    }

    private async Task<StreamGroupInfo> InfoAsync() =>
        Assert.Single(await Plain.StreamGroupInfoAsync(Topic), group => group.Name == Group);
}
