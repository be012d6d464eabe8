using System.Collections.Concurrent;

namespace Omnibus.Core.Tests.Bus;

/// <summary>A machine whose wall clock is put forward and back, as an administrator or a virtual machine that wakes up does.</summary>
public sealed class JumpingClock
{
    private static readonly TimeSpan[] s_jumps = [TimeSpan.FromDays(400), TimeSpan.FromDays(-800), TimeSpan.FromHours(3), TimeSpan.Zero];

    [Fact]
    public async Task Nothing_is_lost_doubled_or_late_where_the_clock_jumps_while_events_are_published_and_handled()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var time = new WallClock();
        var seen = new ConcurrentQueue<long>();
        await using var bus = new TestBus
        {
            Time = time,
            Configure = consumer => consumer with { Coordination = Drivers.Coordination.Leases, Ordering = Ordering.Key },
        };
        bus.Builder.Consumer("reader").Handle<Note>((note, _, _) =>
        {
            seen.Enqueue(note.Number);
            return ValueTask.CompletedTask;
        });
        await bus.StartAsync();

        var number = 0;
        foreach (var jump in s_jumps)
        {
            await bus.Bus.PublishAsync([.. Enumerable.Range(number, 200).Select(next => new Note("ada", next))], cancellationToken: soon.Token);
            time.Offset = jump;
            number += 200;
            await bus.Bus.PublishAsync([.. Enumerable.Range(number, 200).Select(next => new Note("ada", next))], cancellationToken: soon.Token);
            number += 200;
            await TestBus.UntilAsync(() => seen.Count >= number, soon.Token);
        }

        Assert.Equal(Enumerable.Range(0, number).Select(next => (long)next), seen);
    }

    /// <summary>Only what the time of day is jumps; timers and time stamps go on, as those of an operating system do.</summary>
    private sealed class WallClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
