using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Bus;

public sealed class Publishing
{
    private static readonly PublishingDefaults s_impatient = new() { Timeout = TimeSpan.FromMilliseconds(300) };

    private static CancellationToken Soon => TestBus.Soon;

    [Theory]
    [InlineData(FaultCode.Transient)]
    [InlineData(FaultCode.Throttled)]
    [InlineData(FaultCode.Unavailable)]
    [InlineData(FaultCode.StorageFull)]
    [InlineData(FaultCode.Unknown)]
    public async Task What_may_pass_is_sent_again_before_anything_newer(FaultCode code)
    {
        ScriptedTransport scripted = null!;
        await using var bus = await new TestBus
        {
            Wrap = inner => scripted = new ScriptedTransport(inner, async (records, transport) =>
            {
                await ScriptedTransport.Store(records[..1], transport);
                foreach (var record in records[1..])
                {
                    record.Fail(new ScriptedException(code), mayBeStored: false);
                }
            }),
        }.StartAsync();

        await bus.Bus.PublishAsync(Enumerable.Range(0, 50).Select(i => new Note("ada", i)), cancellationToken: Soon);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), scripted.Stored);
    }

    [Fact]
    public async Task A_producer_that_failed_records_is_flushed_before_it_is_sent_anything_again()
    {
        ScriptedTransport scripted = null!;
        await using var bus = await new TestBus
        {
            Wrap = inner => scripted = new ScriptedTransport(inner, (records, _) =>
            {
                Array.ForEach(records, record => record.Fail(new ScriptedException(FaultCode.Transient), mayBeStored: false));
                return Task.CompletedTask;
            }),
        }.StartAsync();

        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);

        Assert.Equal(["send", "flush", "send"], scripted.Calls);
    }

    [Theory]
    [InlineData(FaultCode.TooLarge)]
    [InlineData(FaultCode.InvalidArgument)]
    [InlineData(FaultCode.PermissionDenied)]
    [InlineData(FaultCode.Unauthenticated)]
    [InlineData(FaultCode.Misconfigured)]
    [InlineData(FaultCode.Corrupt)]
    public async Task What_cannot_pass_fails_at_once_and_only_that_record(FaultCode code)
    {
        ScriptedTransport scripted = null!;
        await using var bus = await new TestBus
        {
            Wrap = inner => scripted = new ScriptedTransport(inner, (records, transport) =>
            {
                records[0].Fail(new ScriptedException(code), mayBeStored: false);
                return ScriptedTransport.Store(records[1..], transport);
            }),
        }.StartAsync();

        var failure = await Assert.ThrowsAsync<OmnibusException>(async () => await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon));
        await bus.Bus.PublishAsync(new Note("ada", 2), cancellationToken: Soon);

        Assert.Equal(code, failure.Code);
        Assert.Equal(RouteState.NotSent, failure.Routes[0].State);
        Assert.False(failure.RepeatingMayDuplicate);
        Assert.Equal([2], scripted.Stored);
    }

    [Fact]
    public async Task A_driver_that_does_not_answer_leaves_the_outcome_unknown_after_the_timeout()
    {
        await using var bus = await new TestBus
        {
            Publishing = s_impatient,
            Wrap = inner => new ScriptedTransport(inner, (_, _) => Task.CompletedTask),
        }.StartAsync();

        var failure = await Assert.ThrowsAsync<OmnibusException>(async () => await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon));

        Assert.Equal(RouteState.Unknown, failure.Routes[0].State);
        Assert.True(failure.RepeatingMayDuplicate);
    }

    [Fact]
    public async Task A_record_that_waited_in_the_queue_for_too_long_was_not_sent_and_never_will_be()
    {
        var stuck = new TaskCompletionSource();
        OutgoingRecord[] held = [];
        ScriptedTransport scripted = null!;
        await using var bus = await new TestBus
        {
            Publishing = s_impatient,
            Wrap = inner => scripted = new ScriptedTransport(inner, async (records, _) =>
            {
                held = records;
                await stuck.Task;
            }),
        }.StartAsync();

        var first = bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon).AsTask();
        await TestBus.UntilAsync(() => held.Length == 1, Soon);
        var second = await Assert.ThrowsAsync<OmnibusException>(async () => await bus.Bus.PublishAsync(new Note("ada", 2), cancellationToken: Soon));
        await Assert.ThrowsAsync<OmnibusException>(() => first);
        await ScriptedTransport.Store(held, scripted);
        stuck.SetResult();
        await bus.Bus.PublishAsync(new Note("ada", 3), cancellationToken: Soon);

        Assert.Equal(RouteState.NotSent, second.Routes[0].State);
        Assert.Equal([1, 3], scripted.Stored);
    }

    [Fact]
    public async Task Cancelling_stops_waiting_and_not_sending()
    {
        var hold = new TaskCompletionSource();
        ScriptedTransport scripted = null!;
        await using var bus = await new TestBus
        {
            Wrap = inner => scripted = new ScriptedTransport(inner, async (records, transport) =>
            {
                await hold.Task;
                await ScriptedTransport.Store(records, transport);
            }),
        }.StartAsync();

        using var cancellation = new CancellationTokenSource();
        var publishing = bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        hold.SetResult();
        await bus.Bus.PublishAsync(new Note("ada", 2), cancellationToken: Soon);

        Assert.Equal([1, 2], scripted.Stored);
    }

    [Fact]
    public async Task A_missing_topic_is_made_and_the_record_goes_again_at_once()
    {
        ScriptedTransport scripted = null!;
        await using var bus = await new TestBus
        {
            Wrap = inner => scripted = new ScriptedTransport(inner, (records, _) =>
            {
                foreach (var record in records)
                {
                    record.Fail(new ScriptedException(FaultCode.NotFound), mayBeStored: false);
                }

                return Task.CompletedTask;
            }),
        }.StartAsync();

        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);

        Assert.Equal(["notes"], scripted.Created);
        Assert.Equal([1], scripted.Stored);
    }

    [Fact]
    public async Task A_closed_producer_is_opened_again()
    {
        ScriptedTransport scripted = null!;
        await using var bus = await new TestBus
        {
            Wrap = inner => scripted = new ScriptedTransport(inner, (_, _) => throw new ScriptedException(FaultCode.Closed)),
        }.StartAsync();

        await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon);

        Assert.Equal(2, scripted.Opened);
        Assert.Equal([1], scripted.Stored);
    }

    [Fact]
    public async Task Stopping_sends_what_is_queued()
    {
        ScriptedTransport scripted = null!;
        var bus = await new TestBus { Wrap = inner => scripted = new ScriptedTransport(inner) }.StartAsync();

        var all = Enumerable.Range(0, 2000).Select(i => bus.Bus.PublishAsync(new Note("ada", i)).AsTask()).ToList();
        await bus.DisposeAsync();
        await Task.WhenAll(all).WaitAsync(Soon);

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (long)i), scripted.Stored);
    }

    [Fact]
    public async Task Publishing_after_the_stop_fails_clearly()
    {
        var bus = await new TestBus().StartAsync();
        await bus.DisposeAsync();

        var failure = await Assert.ThrowsAsync<OmnibusException>(async () => await bus.Bus.PublishAsync(new Note("ada", 1), cancellationToken: Soon));

        Assert.Equal(FaultCode.Closed, failure.Code);
        Assert.Equal(RouteState.NotSent, failure.Routes[0].State);
    }
}
