using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Bus;

/// <summary>What is old where the clock jumps.</summary>
public sealed class RetentionClockTests
{
    private readonly TwoClocks _time = new();

    [Fact]
    public void Time_that_goes_by_is_believed_however_much_it_is()
    {
        var clock = new RetentionClock(_time);
        _time.Pass(TimeSpan.FromDays(30));

        Assert.Equal(_time.GetUtcNow(), clock.Now);
    }

    [Fact]
    public void A_jump_forward_counts_a_minute_later_and_time_goes_on_meanwhile()
    {
        var clock = new RetentionClock(_time);
        var before = clock.Now;
        _time.Wall += TimeSpan.FromDays(30);
        Assert.Equal(before, clock.Now);

        _time.Pass(TimeSpan.FromSeconds(59));
        Assert.Equal(before.AddSeconds(59), clock.Now);

        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(_time.GetUtcNow(), clock.Now);
    }

    [Fact]
    public void A_jump_that_is_taken_back_never_counts()
    {
        var clock = new RetentionClock(_time);
        var before = clock.Now;
        _time.Wall += TimeSpan.FromDays(30);
        Assert.Equal(before, clock.Now);
        _time.Wall -= TimeSpan.FromDays(30);
        _time.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(before.AddMinutes(2), clock.Now);
    }

    [Fact]
    public void A_clock_that_is_put_back_is_believed_at_once()
    {
        var clock = new RetentionClock(_time);
        _time.Wall -= TimeSpan.FromDays(30);

        Assert.Equal(_time.GetUtcNow(), clock.Now);
    }

    /// <summary>The time of day and the machine's own counter, each by itself.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private long _ticks;

        public DateTimeOffset Wall { get; set; } = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            _ticks += time.Ticks;
            Wall += time;
        }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _ticks;
    }
}
