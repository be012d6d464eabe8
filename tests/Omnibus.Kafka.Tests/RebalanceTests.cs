using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Kafka.Consuming;
using Omnibus.Kafka.Tests.Harness;

namespace Omnibus.Kafka.Tests;

/// <summary>Partitions that come and go with work in flight.</summary>
public sealed class RebalanceTests(SharedKafka shared) : KafkaTest(shared)
{
    private const int Partitions = 4;
    private const int Each = 20;

    [Fact]
    public async Task Partitions_that_go_settle_what_the_owner_returned_and_the_next_owner_goes_on_behind_it()
    {
        var transport = Open(client: [("heartbeat.interval.ms", "300")]);
        await FillAsync(transport);
        var first = await MemberAsync(transport);
        var received = await first.ReceiveUntilAsync(Partitions * Each);
        var done = received.Where(record => record.Position.Low < 12).ToList();
        first.Owner.OnRevoking = async partitions =>
        {
            // Work in flight ends on another thread, while the client's callback waits.
            await Task.Yield();
            return [.. partitions.Select(partition => done.Last(record => record.Place == partition).Settlement)];
        };

        var second = await MemberAsync(Open(client: [("heartbeat.interval.ms", "300")]));
        var came = await TogetherAsync(() => first.Owner.Owned.Count == 2 && second.Owner.Owned.Count == 2, "A division of partitions", first, second);
        var rest = await second.ReceiveUntilAsync(all => came.Count + all.Count >= 2 * (Each - 12), "The rest of two partitions");

        Assert.Equal(2, first.Owner.Revoked.Count);
        Assert.Equal(first.Owner.Revoked.ToHashSet(), second.Owner.Owned.Keys.ToHashSet());
        Assert.All(second.Owner.Owned.Values, start => Assert.Equal(new Position(0, 12), start));
        foreach (var partition in second.Owner.Owned.Keys)
        {
            Assert.Equal(
                Enumerable.Range(12, Each - 12).Select(offset => (ulong)offset),
                came.Concat(rest).Where(record => record.Place == partition).Select(record => record.Position.Low));
        }
    }

    [Fact]
    public async Task A_member_that_closes_with_work_in_flight_hands_its_partitions_on_at_once()
    {
        var transport = Open(client: [("heartbeat.interval.ms", "300")]);
        await FillAsync(transport);
        var first = await MemberAsync(transport);
        var received = await first.ReceiveUntilAsync(Partitions * Each);
        await first.SettleAsync([.. received.Where(record => record.Position.Low == 4)]);
        await first.DisposeAsync();

        var second = await MemberAsync(transport);
        var again = await second.ReceiveUntilAsync(Partitions * (Each - 5));

        Assert.Equal(Partitions, first.Owner.Revoked.Count);
        Assert.All(again.GroupBy(record => record.Place), place => Assert.Equal(5ul, place.First().Position.Low));
        Assert.Equal(Partitions * (Each - 5), again.Count);
    }

    [Fact]
    public async Task A_commit_of_a_member_that_was_put_out_is_fenced_and_moves_nothing()
    {
        (string, string)[] hasty = [("session.timeout.ms", "1500"), ("max.poll.interval.ms", "1500"), ("heartbeat.interval.ms", "300")];
        var transport = Open(client: hasty);
        await FillAsync(transport);
        var silent = await MemberAsync(transport);
        var received = await silent.ReceiveUntilAsync(Partitions * Each);

        var second = await MemberAsync(Open(client: hasty));
        await second.ReceiveUntilAsync(_ => second.Owner.Owned.Count == Partitions, "The take-over of a silent member's partitions");
        var refused = await Assert.ThrowsAsync<FencedException>(
            async () => await silent.SettleAsync([.. received.Where(record => record.Position.Low == Each - 1)]));

        Assert.Equal(Partitions, refused.Partitions.Count);
        Assert.All((await transport.DescribeGroupAsync(Group, Stop))!.Partitions, place => Assert.Equal(new Position(0, 0), place.Position));
        await silent.ReceiveUntilAsync(_ => silent.Owner.Gone.Count == Partitions, "The news that everything was lost");
        Assert.Empty(silent.Owner.Revoked);
    }

    [Fact]
    public async Task Partitions_whose_start_could_not_be_stored_deliver_nothing_until_it_is()
    {
        var transport = Open();
        await FillAsync(transport);
        TestReader reader;
        KafkaConsumer consumer;
        Exception? fault;
        var attempt = 0;

        // Where this thread is kept waiting the answer may be there at once, without any patience: then another group tries.
        do
        {
            reader = await MemberAsync(transport, group: $"{Group}-{attempt}");
            consumer = (KafkaConsumer)reader.Consumer;
            consumer.Patience = TimeSpan.Zero;
            fault = await Record.ExceptionAsync(() => UntilAsync(async () => (await reader.ReceiveAsync()).Count > 0, "The arrival of a record"));
        }
        while (fault is null && ++attempt < 10);

        Assert.NotNull(fault);
        Assert.Equal(FaultCode.Unavailable, transport.Classify(fault));
        Assert.Empty(reader.Owner.Owned);

        consumer.Patience = TimeSpan.FromSeconds(5);
        var received = await reader.ReceiveUntilAsync(Partitions * Each);
        Assert.Equal(Partitions * Each, received.Count);
        Assert.All(received.GroupBy(record => record.Place), place => Assert.Equal(0ul, place.First().Position.Low));
    }

    [Fact]
    public async Task A_static_member_goes_by_its_name()
    {
        var transport = Open(instance: "lms-1");
        await MakeAsync(transport, 1);
        var reader = await MemberAsync(transport, member: "lms-1.welcome");
        await reader.ReceiveUntilAsync(_ => reader.Owner.Owned.Count == 1, "An assignment");

        var group = await transport.DescribeGroupAsync(Group, Stop);

        Assert.Equal(["lms-1.welcome"], group!.Members);
        Assert.Equal("lms-1.welcome", Assert.Single(group.Partitions).Member);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("lms-1")]
    public async Task A_member_that_is_closed_before_it_heard_what_it_owns_now_ends(string? instance)
    {
        var transport = Open(instance: instance, client: [("heartbeat.interval.ms", "300")]);
        await MakeAsync(transport, Partitions);
        var first = await MemberAsync(transport, member: instance is null ? "" : "lms-1.welcome");
        var second = await MemberAsync(Open(client: [("heartbeat.interval.ms", "300")]));
        await TogetherAsync(() => first.Owner.Owned.Count == 2 && second.Owner.Owned.Count == 2, "A division of partitions", first, second);
        await second.DisposeAsync();
        await UntilAsync(async () => await MembersAsync() == (Partitions, ConsumerGroupState.Stable), "The return of the partitions of a member that left");
        await first.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);

        // One with a fixed name keeps its place, for when it comes back.
        Assert.Equal(instance is null ? (0, ConsumerGroupState.Empty) : (Partitions, ConsumerGroupState.Stable), await MembersAsync());

        async Task<(int Partitions, ConsumerGroupState State)> MembersAsync()
        {
            (int, ConsumerGroupState)? answer = null;

            // A cluster that has just begun has no coordinator yet.
            await UntilAsync(async () => (answer = await TryDescribeAsync()) is not null, "An answer about the group");
            return answer!.Value;
        }

        async Task<(int Partitions, ConsumerGroupState State)?> TryDescribeAsync()
        {
            try
            {
                var group = (await Plain.DescribeConsumerGroupsAsync([Group])).ConsumerGroupDescriptions.Single();
                return (group.Members.Sum(member => member.Assignment.TopicPartitions.Count), group.State);
            }
            catch (DescribeConsumerGroupsException)
            {
                return null;
            }
        }
    }

    private async Task FillAsync(KafkaTransport transport)
    {
        await MakeAsync(transport, Partitions);
        var producer = await ProducerAsync(transport);
        for (var partition = 0; partition < Partitions; partition++)
        {
            await SendNumbersAsync(producer, 0, Each, partition);
        }
    }
}
