using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Omnibus.Configuration;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Pipeline;

namespace Omnibus.Core.Tests.Pipeline;

public sealed class FailureStormTests
{
    private static readonly FailedDeliveryException s_handler = new(FaultCode.HandlerFailed, "Mailer", "failed", new TimeoutException());
    private static readonly FailedDeliveryException s_undecodable = new(FaultCode.Undecodable, "", "cannot be decoded", null);

    private readonly FakeTimeProvider _time = new();
    private readonly ConsumerHealth _health = new("mailer");
    private readonly FailureStorm _storm;

    public FailureStormTests() => _storm = new FailureStorm("mailer", _time, _health, NullLogger.Instance);

    [Fact]
    public void Many_keys_that_fail_while_few_are_handled_are_a_storm_and_only_a_few_become_dead_letters()
    {
        var letters = Enumerable.Range(0, 100).Count(key => _storm.Failed((uint)key, "a", s_handler));
        Assert.Equal(Defaults.StormKeys - 1, letters);
        Assert.Contains("HandlerFailed, Mailer, TimeoutException", _health.Problem);
    }

    [Fact]
    public void One_key_that_fails_beside_others_that_are_handled_is_no_storm()
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.True(_storm.Failed(7, "a", s_handler));
            _storm.Succeeded((uint)(100 + i), "a");
        }

        Assert.False(_storm.IsRaging);
    }

    [Fact]
    public void One_key_that_fails_while_nothing_else_comes_is_a_storm_in_the_end()
    {
        var letters = Enumerable.Range(0, 100).Count(_ => _storm.Failed(7, "a", s_handler));
        Assert.Equal(19, letters);
    }

    [Fact]
    public void Failures_that_are_fewer_than_successes_are_no_storm_however_many_keys_they_have()
    {
        for (var i = 0u; i < 300; i += 3)
        {
            Assert.True(_storm.Failed(i, "a", s_handler));
            _storm.Succeeded(i + 1, "a");
            _storm.Succeeded(i + 2, "a");
        }

        Assert.False(_storm.IsRaging);
    }

    [Fact]
    public void A_type_of_which_nothing_can_be_decoded_waits_alone()
    {
        for (var i = 0u; i < 100 && !_storm.IsRaging; i++)
        {
            _storm.Failed(i, "broken", s_undecodable);
            _storm.Succeeded(i, "fine");
            _storm.Succeeded(i, "fine");
        }

        Assert.True(_storm.Holds("broken"));
        Assert.False(_storm.Holds("fine"));
        Assert.True(_storm.Failed(1, "fine", s_handler));
        Assert.Contains("'broken'", _health.Problem);
    }

    [Fact]
    public void Some_records_of_a_type_that_cannot_be_decoded_among_others_that_can_are_no_storm()
    {
        for (var i = 0u; i < 100; i++)
        {
            Assert.True(_storm.Failed(i, "a", s_undecodable));
            _storm.Succeeded(i, "a");
            _storm.Succeeded(i, "a");
        }

        Assert.False(_storm.IsRaging);
    }

    [Fact]
    public void One_delivery_at_a_time_is_tried_after_a_time_that_doubles_up_to_a_bound()
    {
        Rage();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 8; i++)
        {
            var started = _time.GetTimestamp();
            while (!_storm.MayProbe("strand"))
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
            }

            Assert.False(_storm.MayProbe("another"));
            waits.Add(_time.GetElapsedTime(started));
            _storm.Probed(passed: false);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void Whoever_was_tried_last_lets_the_others_go_first()
    {
        Rage();
        _storm.Wait(1);
        _storm.Wait(1);
        _time.Advance(Defaults.StormFirstInterval);
        Assert.True(_storm.MayProbe("first"));
        _storm.Probed(passed: false);

        _time.Advance(Defaults.StormFirstInterval * 2);
        Assert.False(_storm.MayProbe("first"));
        Assert.True(_storm.MayProbe("second"));
    }

    [Fact]
    public void One_delivery_that_is_handled_ends_it()
    {
        Rage();
        _time.Advance(Defaults.StormFirstInterval);
        Assert.True(_storm.MayProbe("strand"));
        _storm.Probed(passed: true);

        Assert.False(_storm.Holds("a"));
        Assert.Null(_health.Problem);
        Assert.True(_storm.Failed(1, "a", s_handler));
    }

    [Fact]
    public void A_delivery_that_is_given_back_untried_ends_nothing_and_the_next_one_has_its_turn()
    {
        Rage();
        _time.Advance(Defaults.StormFirstInterval);
        Assert.True(_storm.MayProbe("strand"));
        _storm.Probed(passed: null);

        Assert.True(_storm.IsRaging);
        _time.Advance(Defaults.StormFirstInterval);
        Assert.True(_storm.MayProbe("another"));
    }

    private void Rage()
    {
        for (var key = 0u; !_storm.IsRaging; key++)
        {
            _storm.Failed(key, "a", s_handler);
        }
    }
}
