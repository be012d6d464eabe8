using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class WakingTests
{
    /// <summary>Long enough that a consumer which nobody wakes fails its test.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_consumer_that_waits_is_woken_by_another_process_with_and_without_doorbell(string doorbell)
    {
        await using var bus = new TestBus(null, ("Doorbell", doorbell));
        await bus.CreateAsync("t");
        await using var reader = new Reader(await bus.Transport.ReadAsync("t", maxWait: s_long), []);
        for (var round = 0; round < 3; round++)
        {
            var receiving = reader.ReceiveAsync();
            Assert.False(receiving.IsCompleted);
            using var writer = OtherProcess.Start("append", bus.Path, "t", "writer", "1", "Normal", "1");

            Assert.Equal("writer 0", Assert.Single(await receiving).Text);
            await writer.ReadToEndAsync();
        }
    }

    [Fact]
    public async Task A_consumer_that_waits_is_woken_by_its_own_process()
    {
        await using var bus = new TestBus(null, ("Doorbell", "false"));
        await bus.CreateAsync("t");
        await using var reader = new Reader(await bus.Transport.ReadAsync("t", maxWait: s_long), []);
        var receiving = reader.ReceiveAsync();
        await bus.SendAsync("t", "here");
        Assert.Equal("here", Assert.Single(await receiving).Text);
    }

    [Fact]
    public async Task Where_no_doorbell_can_be_had_it_is_reported_once_and_waking_goes_on()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        Directory.CreateDirectory(bus.Path + "-bell");
        await using var other = bus.Open(TimeProvider.System, ("Doorbell", "false"));
        await using var producer = await other.OpenProducerAsync(new ProducerRequest(), TestContext.Current.CancellationToken);
        await using var reader = new Reader(await bus.Transport.ReadAsync("t", maxWait: s_long), []);
        for (var round = 0; round < 3; round++)
        {
            var receiving = reader.ReceiveAsync();
            await TestBus.SendAsync(producer, new WorkerRecord("t", null, "there"u8.ToArray()));
            Assert.Equal("there", Assert.Single(await receiving).Text);
        }

        Assert.Equal((NoticeCode.Degraded, 1, bus.Path + "-bell"), Assert.Single(bus.Notices.All));
    }

    [Fact]
    public async Task Only_who_sleeps_is_rung_and_only_once()
    {
        using var folder = new TemporaryFolder();
        using var ringer = new Doorbell(folder.File("bell"));
        using var sleeper = new Doorbell(folder.File("bell"));
        var rings = new SemaphoreSlim(0);
        sleeper.Listen();
        using var watch = new Watch(sleeper, () => rings.Release(), () => { }, Wait.Patience);

        ringer.Ring();
        sleeper.Sleep();
        ringer.Ring();
        ringer.Ring();
        Assert.True(await rings.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken));

        // A second ring that counts comes behind any that should not have been sent.
        sleeper.Sleep();
        ringer.Ring();
        Assert.True(await rings.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(0, rings.CurrentCount);
    }

    [Fact]
    public async Task The_place_of_a_process_that_has_ended_is_taken_again_and_ringing_it_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        using var slots = new SleepSlots(folder.File("bell"));

        // What a killed process leaves: a port on which nobody listens, and the flag that it sleeps.
        using (var killed = new Doorbell(folder.File("bell")))
        {
            killed.Listen();
        }

        slots.SetPort(0, FreePort());
        slots.SetSleeps(0, true);
        using var ringer = new Doorbell(folder.File("bell"));
        for (var ring = 0; ring < 100; ring++)
        {
            slots.SetSleeps(0, true);
            ringer.Ring();
        }

        using var next = new Doorbell(folder.File("bell"));
        var rings = new SemaphoreSlim(0);
        next.Listen();
        using var watch = new Watch(next, () => rings.Release(), () => { }, Wait.Patience);
        next.Sleep();
        ringer.Ring();

        Assert.Equal(1, slots.Used);
        Assert.True(await rings.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Every_process_that_listens_has_a_place_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var bells = Enumerable.Range(0, 20).Select(_ => new Doorbell(folder.File("bell"))).ToList();
        bells.ForEach(bell => bell.Listen());
        using var slots = new SleepSlots(folder.File("bell"));
        Assert.Equal(20, Enumerable.Range(0, slots.Used).Select(slots.Port).Distinct().Count(port => port != 0));
        bells.ForEach(bell => bell.Dispose());
        Assert.All(Enumerable.Range(0, slots.Used), slot => Assert.Equal(0, slots.Port(slot)));
    }

    [Fact]
    public async Task Waiting_ends_by_time_by_cancelling_and_by_closing()
    {
        await using var bus = new TestBus();
        await bus.CreateAsync("t");
        await using (var brief = new Reader(await bus.Transport.ReadAsync("t", maxWait: TimeSpan.FromMilliseconds(20)), []))
        {
            Assert.Empty(await brief.ReceiveAsync());
        }

        var consumer = await bus.Transport.ReadAsync("t", maxWait: s_long);
        using var cancel = new CancellationTokenSource();
        var cancelled = consumer.ReceiveAsync(new[] { new Delivery() }, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Wait.Patience));

        var closed = consumer.ReceiveAsync(new[] { new Delivery() }, CancellationToken.None).AsTask();
        await consumer.DisposeAsync().AsTask().WaitAsync(Wait.Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.WaitAsync(Wait.Patience));
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
