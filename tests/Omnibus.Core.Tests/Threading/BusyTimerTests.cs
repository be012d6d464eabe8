using Microsoft.Extensions.Time.Testing;
using Omnibus.Threading;

namespace Omnibus.Core.Tests.Threading;

public sealed class BusyTimerTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private int _ticks;
    private int _left;

    [Fact]
    public async Task It_does_not_tick_before_it_is_needed_and_no_longer_than_it_is()
    {
        await using var timer = new BusyTimer(_time, s_interval, Tick);
        Pass(10);
        Assert.Equal(0, _ticks);

        _left = 3;
        timer.Need();
        Pass(10);

        // Three with work, one that finds none, and the look after it stopped.
        Assert.Equal(5, _ticks);
        Pass(10);
        Assert.Equal(5, _ticks);
    }

    [Fact]
    public async Task It_ticks_again_when_it_is_needed_again()
    {
        await using var timer = new BusyTimer(_time, s_interval, Tick);
        timer.Need();
        Pass(2);
        var before = _ticks;

        _left = 1;
        timer.Need();
        Pass(1);
        Assert.Equal((before + 1, 0), (_ticks, _left));
    }

    [Fact]
    public async Task What_comes_while_it_decides_to_stop_is_not_forgotten()
    {
        BusyTimer? timer = null;
        var came = false;
        await using var busy = timer = new BusyTimer(_time, s_interval, () =>
        {
            var has = Tick();
            if (!has && !came)
            {
                // After the look and before the stop: the timer still counts as busy, so this alone starts nothing.
                came = true;
                _left = 2;
                timer!.Need();
            }

            return has;
        });
        busy.Need();
        Pass(10);
        Assert.True(came);
        Assert.Equal(0, _left);
    }

    private void Pass(int intervals)
    {
        for (var i = 0; i < intervals; i++)
        {
            _time.Advance(s_interval);
        }
    }

    private bool Tick()
    {
        _ticks++;
        if (_left == 0)
        {
            return false;
        }

        _left--;
        return true;
    }
}
