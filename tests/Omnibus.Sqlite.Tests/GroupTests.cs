using Microsoft.Extensions.Time.Testing;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class GroupTests
{
    [Fact]
    public async Task A_group_goes_on_inside_a_stored_row()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        await bus.SendAsync("t", "a", "b", "c", "d");
        var first = await bus.JoinAsync("g", "t");
        var received = await first.TakeAsync(4);
        Assert.Equal([new(0, 1, 0), new(0, 1, 1), new(0, 1, 2), new(0, 1, 3)], received.Select(record => record.Position));
        await first.SettleAsync(received[1]);
        await first.DisposeAsync();

        var second = await bus.JoinAsync("g", "t", owner: "second");

        Assert.Equal(["c", "d"], (await second.TakeAsync(2)).Select(record => record.Text));
        await second.DisposeAsync();
    }

    [Fact]
    public async Task Lag_counts_events_and_the_oldest_unsettled_is_that_of_its_row()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var bus = new TestBus(time);
        await bus.CreateAsync("t");
        var reader = await bus.JoinAsync("g", "t");
        Assert.Equal((0, null), Lag(await bus.DescribeAsync("g")));
        await bus.SendAsync("t", "a", "b", "c");
        time.Advance(TimeSpan.FromMinutes(1));
        await bus.SendAsync("t", "d", "e");
        Assert.Equal((5, time.Start), Lag(await bus.DescribeAsync("g")));

        var received = await reader.TakeAsync(5);
        await reader.SettleAsync(received[1]);
        Assert.Equal((3, time.Start), Lag(await bus.DescribeAsync("g")));
        await reader.SettleAsync(received[2]);
        Assert.Equal((2, time.Start.AddMinutes(1)), Lag(await bus.DescribeAsync("g")));
        await reader.SettleAsync(received[4]);
        Assert.Equal((0, null), Lag(await bus.DescribeAsync("g")));
        Assert.Equal("reader", (await bus.DescribeAsync("g")).Partitions[0].Member);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task Settlements_of_owned_partitions_count_even_where_others_are_refused()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t", 2);
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        await TestBus.SendAsync(producer, new WorkerRecord("t", null, null, partition: 0), new WorkerRecord("t", null, null, partition: 1));
        var reader = await bus.JoinAsync("g", "t");
        var received = await reader.TakeAsync(2);

        var failure = await Assert.ThrowsAsync<FencedException>(async () => await reader.Consumer.SettleAsync(
            received.Select(record => new Settlement(
                record.Partition, record.Position, SettlementKind.Acknowledge, record.Partition.Partition == 0 ? 1 : reader.Leases[1].Epoch + 1)).ToArray(),
            TestContext.Current.CancellationToken));

        Assert.Equal([new TopicPartition("t", 1)], failure.Partitions);
        Assert.Equal([0, 1], (await bus.DescribeAsync("g")).Partitions.Select(partition => partition.Lag));
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task Moving_an_idle_group_refuses_the_settlements_of_whoever_owned_it_before()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        await bus.SendAsync("t", "a", "b", "c");
        var frozen = await bus.JoinAsync("g", "t");
        var received = await frozen.TakeAsync(3);
        await ((IGroupAdministrator)bus.Transport).SetPositionAsync("g", new TopicPartition("t", 0), received[1].Position, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<FencedException>(() => frozen.SettleAsync(received[2]));

        var next = await bus.JoinAsync("g", "t", owner: "next");
        Assert.Equal(["b", "c"], (await next.TakeAsync(2)).Select(record => record.Text));
        await frozen.DisposeAsync();
        await next.DisposeAsync();
    }

    [Fact]
    public async Task A_group_with_members_is_not_moved_and_not_removed()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        var store = (ILeaseStore)bus.Transport;
        await store.PrepareAsync("g", ["t"], StartPoint.Earliest, TestContext.Current.CancellationToken);
        var name = LeaseName.Of("g", "member-1");
        var grant = await store.TryAcquireAsync(new LeaseClaim(name, "member-1", TimeSpan.FromSeconds(10), null), TestContext.Current.CancellationToken);
        var administrator = (IGroupAdministrator)bus.Transport;

        var move = await Assert.ThrowsAsync<GroupActiveException>(async () =>
            await administrator.SetPositionAsync("g", new TopicPartition("t", 0), default, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<GroupActiveException>(async () => await administrator.DeleteGroupAsync("g", TestContext.Current.CancellationToken));
        Assert.Equal(["member-1"], move.Members);

        await store.ReleaseAsync([new Lease(name, "member-1", grant!.Value.Epoch)], TestContext.Current.CancellationToken);
        Assert.True(await administrator.DeleteGroupAsync("g", TestContext.Current.CancellationToken));
        Assert.Null(await administrator.DescribeGroupAsync("g", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_epoch_is_ever_given_twice()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        var store = (ILeaseStore)bus.Transport;
        var epochs = new HashSet<long>();
        for (var round = 0; round < 3; round++)
        {
            await store.PrepareAsync("g", ["t"], StartPoint.Earliest, TestContext.Current.CancellationToken);
            foreach (var name in (LeaseName[])[LeaseName.Of("g", "member"), LeaseName.Of("g", new TopicPartition("t", 0))])
            {
                var grant = (await store.TryAcquireAsync(new LeaseClaim(name, "o", TimeSpan.FromSeconds(1), null), TestContext.Current.CancellationToken))!.Value;
                Assert.True(epochs.Add(grant.Epoch));
                await store.ReleaseAsync([new Lease(name, "o", grant.Epoch)], TestContext.Current.CancellationToken);
            }

            await ((IGroupAdministrator)bus.Transport).DeleteGroupAsync("g", TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Times_are_found_at_their_first_event_whatever_partition_it_is_in()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var bus = new TestBus(time);
        await bus.CreateAsync("t", 3);
        await using var producer = await bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        var sent = new List<(DateTimeOffset Time, WorkerRecord Record)>();
        for (var minute = 0; minute < 60; minute++)
        {
            // Partition 1 is rare: one row in seven has something for it.
            foreach (var partition in minute % 7 == 0 ? (int[])[0, 1, 1] : [0, 2])
            {
                sent.Add((time.GetUtcNow(), new WorkerRecord("t", null, null, partition: partition)));
            }

            await TestBus.SendAsync(producer, [.. sent.Where(entry => entry.Time == time.GetUtcNow()).Select(entry => entry.Record)]);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        for (var second = -30; second < 61 * 60; second += 15)
        {
            var wanted = time.Start.AddSeconds(second);
            for (var partition = 0; partition < 3; partition++)
            {
                var expected = sent.Where(entry => entry.Time >= wanted && entry.Record.Stored!.Value.Partition == partition)
                    .Select(entry => (Position?)entry.Record.Stored!.Value.Position).FirstOrDefault() ?? new Position(0, 61);
                Assert.Equal(
                    expected, await ((ITimeIndex)bus.Transport).FindAsync(new TopicPartition("t", partition), wanted, TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_set_the_times_of_a_topic_back()
    {
        var clock = new Clock { Now = new DateTimeOffset(2026, 3, 1, 0, 0, 30, TimeSpan.Zero) };
        await using var bus = new TestBus(clock);
        await bus.CreateAsync("t");
        await bus.SendAsync("t", "a");
        clock.Now -= TimeSpan.FromSeconds(20);
        var later = await bus.SendAsync("t", "b");

        Assert.Equal(
            later[0].Stored!.Value.Position with { Low = 1 },
            await ((ITimeIndex)bus.Transport).FindAsync(new TopicPartition("t", 0), clock.Now.AddSeconds(20), TestContext.Current.CancellationToken));
    }

    private static (long?, DateTimeOffset?) Lag(GroupDescription group) => (group.Partitions[0].Lag, group.Partitions[0].OldestUnsettled);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
