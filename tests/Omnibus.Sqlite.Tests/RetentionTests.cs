using Microsoft.Extensions.Time.Testing;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class RetentionTests : IAsyncDisposable
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TestBus _bus;

    public RetentionTests() => _bus = new TestBus(_time);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task Records_older_than_the_topic_keeps_go_and_younger_ones_stay()
    {
        await _bus.CreateAsync("t", retention: 3 * s_day);
        await _bus.SendAsync("t", "old");
        _time.Advance(2 * s_day);
        await _bus.SendAsync("t", "young");
        _time.Advance(1.5 * s_day);
        await SweepAsync();

        Assert.Equal(["young"], await ReadAsync("t"));
        var partition = (await ((ITopicAdministrator)_bus.Transport).DescribeAsync("t", TestContext.Current.CancellationToken))!.Partitions[0];
        Assert.Equal((new Position(0, 2), new Position(0, 3), 1), (partition.First, partition.End, partition.Count));
    }

    [Fact]
    public async Task A_topic_that_was_emptied_goes_on_with_its_numbers()
    {
        await _bus.CreateAsync("t", retention: s_day);
        await _bus.SendAsync("t", "a", "b", "c");
        _time.Advance(2 * s_day);
        await SweepAsync();
        Assert.Empty(await ReadAsync("t"));

        var sent = await _bus.SendAsync("t", "d");

        Assert.Equal(new Position(0, 2), sent[0].Stored!.Value.Position);
        Assert.Equal(["d"], await ReadAsync("t"));
    }

    [Fact]
    public async Task What_a_live_group_has_not_settled_stays()
    {
        await _bus.CreateAsync("t", retention: 3 * s_day);
        var reader = await _bus.JoinAsync("slow", "t");
        await _bus.SendAsync("t", "first");
        await _bus.SendAsync("t", "second");
        await _bus.SendAsync("t", "third");
        var received = await reader.TakeAsync(3);
        for (var settled = 0; settled < 2; settled++)
        {
            _time.Advance(2 * s_day);
            await reader.SettleAsync(received[settled]);
        }

        _time.Advance(2 * s_day);
        await SweepAsync();

        Assert.Equal(["third"], await ReadAsync("t"));
        Assert.Equal(1, (await _bus.DescribeAsync("slow")).Partitions[0].Lag);
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task A_group_that_has_settled_nothing_for_that_long_keeps_nothing_and_is_told_what_it_missed()
    {
        await _bus.CreateAsync("t", retention: 3 * s_day);
        var gone = await _bus.JoinAsync("gone", "t");
        await _bus.SendAsync("t", "a", "b", "c");
        await gone.SettleAsync((await gone.TakeAsync(1))[0]);
        await gone.DisposeAsync();
        _time.Advance(4 * s_day);
        await SweepAsync();
        await _bus.SendAsync("t", "d");

        var back = await _bus.JoinAsync("gone", "t", owner: "later");

        Assert.Equal(["d"], (await back.TakeAsync(1)).Select(record => record.Text));
        Assert.Equal((NoticeCode.Trimmed, 2, "t[0]"), Assert.Single(_bus.Notices.All));
        Assert.Equal(1, (await _bus.DescribeAsync("gone")).Partitions[0].Lag);
        await back.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_that_is_overtaken_is_told_what_it_missed()
    {
        await _bus.CreateAsync("t", 2, s_day);
        await _bus.CreateAsync("other");
        await _bus.SendAsync("t", "a");
        await using var reader = new Reader(await _bus.Transport.ReadAsync("t"), []);
        await reader.TakeAsync(1);
        await _bus.SendAsync("t", "b", "c");
        await _bus.SendAsync("t", "d");
        _time.Advance(2 * s_day);
        await SweepAsync();
        await _bus.SendAsync("t", "e");

        Assert.Equal(["e"], (await reader.TakeAsync(1)).Select(record => record.Text));
        Assert.Equal((NoticeCode.Trimmed, 3, "t[0]"), Assert.Single(_bus.Notices.All));
    }

    [Fact]
    public async Task Much_that_is_old_goes_in_many_small_steps()
    {
        await _bus.CreateAsync("t", retention: s_day);
        await using var producer = await _bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        for (var send = 0; send < 600; send++)
        {
            await TestBus.SendAsync(producer, new WorkerRecord("t", null, null));
        }

        _time.Advance(2 * s_day);
        var left = new List<long?>();
        for (var send = 0; send < 4; send++)
        {
            await TestBus.SendAsync(producer, new WorkerRecord("t", null, null));
            left.Add((await ((ITopicAdministrator)_bus.Transport).DescribeAsync("t", TestContext.Current.CancellationToken))!.Partitions[0].Count);
        }

        Assert.Equal([601 - 256, 602 - 512, 3, 4], left);
    }

    [Fact]
    public async Task The_rows_of_a_deleted_topic_are_removed()
    {
        await _bus.CreateAsync("t");
        for (var send = 0; send < 10; send++)
        {
            await _bus.SendAsync("t", "gone");
        }

        Assert.True(await ((ITopicAdministrator)_bus.Transport).DeleteAsync("t", TestContext.Current.CancellationToken));

        Assert.Equal("0", FileTests.Execute(_bus.Path, "SELECT (SELECT count(*) FROM record) + (SELECT count(*) FROM topic)"));
    }

    // A producer sweeps at most once in ten seconds, and goes on as long as there is more.
    private async Task SweepAsync()
    {
        await _bus.CreateAsync("sweep");
        await using var producer = await _bus.Transport.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        for (var send = 0; send < 10; send++)
        {
            _time.Advance(TimeSpan.FromSeconds(11));
            await TestBus.SendAsync(producer, new WorkerRecord("sweep", null, null));
        }
    }

    private async Task<IReadOnlyList<string?>> ReadAsync(string topic)
    {
        await using var reader = new Reader(await _bus.Transport.ReadAsync(topic, maxWait: TimeSpan.Zero), []);
        return [.. (await reader.ReceiveAsync()).Select(record => record.Text)];
    }
}
