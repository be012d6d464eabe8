using Omnibus.Core.Tests.Bus;
using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Health;

/// <summary>What a probe from outside is told.</summary>
public sealed class CheckupTests
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task A_bus_that_has_joined_its_groups_lives_and_is_ready()
    {
        await using var bus = Reading((_, _) => ValueTask.CompletedTask);
        await bus.StartAsync();
        var checkup = new BusCheckup(bus.Runtime, TimeProvider.System);
        await TestBus.UntilAsync(() => bus.Runtime.Consumers[0].IsReading, Soon);
        Assert.Empty(checkup.FindDead());
        Assert.Empty(await checkup.FindUnreadyAsync(Soon));
    }

    [Fact]
    public async Task A_broker_that_is_away_makes_the_bus_unready_and_not_dead()
    {
        await using var bus = Reading((_, _) => ValueTask.CompletedTask);
        bus.Wrap = inner => new DarkTransport(inner);
        await bus.StartAsync();
        var checkup = new BusCheckup(bus.Runtime, TimeProvider.System);
        var problems = await checkup.FindUnreadyAsync(Soon);
        Assert.Contains("Transport 'memory': the broker does not answer (Unavailable): scripted Unavailable", problems);
        Assert.Contains("Consumer 'reader' does not read yet.", problems);
        Assert.Empty(checkup.FindDead());
    }

    [Fact]
    public async Task A_broker_is_not_asked_again_at_every_question()
    {
        DarkTransport? dark = null;
        await using var bus = Reading((_, _) => ValueTask.CompletedTask);
        bus.Wrap = inner => dark = new DarkTransport(inner);
        await bus.StartAsync();
        var checkup = new BusCheckup(bus.Runtime, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => checkup.FindUnreadyAsync(Soon)));
        Assert.Equal(1, dark!.Probed);
    }

    [Fact]
    public async Task A_consumer_that_stopped_at_a_failure_is_dead_and_says_why()
    {
        await using var bus = Reading((_, _) => throw new InvalidOperationException("the mail server is gone"));
        bus.Configure = consumer => consumer with { OnFailure = FailureAction.Stop, Coordination = Drivers.Coordination.Leases };
        await bus.StartAsync();
        var checkup = new BusCheckup(bus.Runtime, TimeProvider.System);
        await bus.Bus.PublishAsync(new Note("ada", 1));
        await TestBus.UntilAsync(() => checkup.FindDead().Count > 0, Soon);
        Assert.StartsWith("Consumer 'reader' has ended:", Assert.Single(checkup.FindDead()), StringComparison.Ordinal);
        Assert.Contains(await checkup.FindUnreadyAsync(Soon), problem => problem.StartsWith("Consumer 'reader' has ended:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_consumer_that_was_told_to_stop_is_not_dead()
    {
        await using var bus = Reading((_, _) => ValueTask.CompletedTask);
        await bus.StartAsync();
        await bus.Runtime.StopAsync(Soon);
        Assert.Empty(new BusCheckup(bus.Runtime, TimeProvider.System).FindDead());
    }

    [Fact]
    public async Task A_handler_that_does_not_listen_to_its_token_makes_the_bus_unready_until_it_ends_and_is_not_overtaken()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<long>();
        await using var bus = Reading((note, _) =>
        {
            lock (seen)
            {
                seen.Add(note.Number);
            }

            return note.Number == 1 ? new ValueTask(gate.Task) : ValueTask.CompletedTask;
        });
        bus.Configure = consumer => consumer with
        {
            HandlerTimeout = TimeSpan.FromMilliseconds(50),
            Ordering = Ordering.Key,
            Coordination = Drivers.Coordination.Leases,
        };
        await bus.StartAsync();
        var checkup = new BusCheckup(bus.Runtime, TimeProvider.System);
        await bus.Bus.PublishAsync([new Note("ada", 1), new Note("ada", 2)]);
        await TestBus.UntilAsync(() => bus.Runtime.Health.Problems.Count > 0, Soon);
        Assert.Contains(
            await checkup.FindUnreadyAsync(Soon),
            problem => problem.Contains("a handler of test.note.v1 has not ended 00:00:00.0500000 after it began, at notes[", StringComparison.Ordinal));
        Assert.Empty(checkup.FindDead());
        Assert.Equal([1], seen);

        gate.SetResult();
        await TestBus.UntilAsync(() => bus.Runtime.Health.IsHealthy, Soon);
        await TestBus.UntilAsync(() => seen is [1, 2], Soon);
    }

    private static TestBus Reading(Func<Note, CancellationToken, ValueTask> handler)
    {
        var bus = new TestBus { Configure = consumer => consumer with { Coordination = Drivers.Coordination.Leases } };
        bus.Builder.Consumer("reader").Handle<Note>((note, _, token) => handler(note, token));
        return bus;
    }

    /// <summary>Answers nothing.</summary>
    private sealed class DarkTransport(ITransport inner) : ITransport, IProbe
    {
        public int Probed { get; private set; }

        public WireFormat Wire => inner.Wire;

        public ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
        {
            Probed++;
            throw new ScriptedException(FaultCode.Unavailable);
        }

        public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) =>
            throw new ScriptedException(FaultCode.Unavailable);

        public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) =>
            throw new ScriptedException(FaultCode.Unavailable);

        public FaultCode Classify(Exception exception) => exception is ScriptedException scripted ? scripted.Code : inner.Classify(exception);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
