using System.Text;
using Omnibus.Conformance.Bus;
using Omnibus.Conformance.Recording;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;
using Omnibus.Pipeline;

namespace Omnibus.Conformance.Cases.Bus;

/// <summary>What becomes of events that cannot be handled, and of a bus whose broker goes away.</summary>
internal static class FailureCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Failure")
        .AddFor(Needs.AnyGroup, "A poison event is tried again, becomes a dead letter unchanged, and stops nothing", PoisonAsync)
        .AddFor(Needs.AnyGroup, "A record that cannot be decoded becomes a dead letter and stops nothing", UndecodableAsync)
        .AddFor(Needs.AnyGroup, "An event of a type without a handler is passed over and stops nothing", UnknownTypeAsync)
        .AddFor(Needs.AnyGroup, "While every event fails they wait instead of becoming dead letters, and go on in order", StormAsync)
        .AddFor(Needs.AnyGroup, "A stop waits for the handler that runs and settles what it did", StopAsync)
        .AddFor(Needs.AnyGroup, "Stopping twice and at once is safe", StopTwiceAsync)
        .AddFor(Needs.AnyGroup, "A bus survives a broker that goes away and comes back, without a restart and without loss", SurvivesAsync)
        .Cases;

    private static async Task PoisonAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var attempts = 0;
        var plan = await PlanAsync(run, way, (probe, _, _) =>
        {
            if (probe.Number == 3)
            {
                Interlocked.Increment(ref attempts);
                throw new InvalidOperationException("poison");
            }

            return handled.Add(probe);
        }).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        var probes = Probe.Many(10, keys: 1);
        await bus.Bus.PublishAsync(probes, cancellationToken: run.Stop).ConfigureAwait(false);
        await handled.WaitForAsync(run, probes.Where(probe => probe.Number != 3), "Events beside a poison one").ConfigureAwait(false);

        var letter = await OnlyLetterAsync(run, plan).ConfigureAwait(false);
        Check.Equal(plan.Attempts, attempts, "The attempts at a poison event");
        Check.Equal(nameof(FaultCode.HandlerFailed), HeaderOf(letter, DeadLetterHeaders.Reason), "The reason of the dead letter");
        var reader = await run.ReadAsync(plan.Topic).ConfigureAwait(false);
        var original = (await reader.TakeAsync(10).ConfigureAwait(false)).Single(record => record.Body is { } body && BitConverter.ToInt64(body) == 3);
        Check.Bytes(original.Body, letter.Body, "The body of the dead letter");
        Check.Bytes(original.Key, letter.Key, "The key of the dead letter");
        foreach (var (name, value) in original.Headers)
        {
            Check.Bytes(value, letter.Headers.FirstOrDefault(header => header.Name == name).Value, $"The header '{name}' of the dead letter");
        }
    }

    private static async Task UndecodableAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var plan = await PlanAsync(run, way, handled.Note).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        await bus.Runtime.PublishRecordAsync(MetadataOf(Probe.Type), "conformance", plan.Topic, "bad"u8.ToArray(), run.Stop).ConfigureAwait(false);
        await bus.Bus.PublishAsync(new Probe("a", 1), cancellationToken: run.Stop).ConfigureAwait(false);
        await handled.WaitForAsync(run, [new Probe("a", 1)], "An event beside an undecodable one").ConfigureAwait(false);

        var letter = await OnlyLetterAsync(run, plan).ConfigureAwait(false);
        Check.Equal(nameof(FaultCode.Undecodable), HeaderOf(letter, DeadLetterHeaders.Reason), "The reason of the dead letter");
        Check.Bytes("bad"u8.ToArray(), letter.Body, "The body of the dead letter");
    }

    private static async Task UnknownTypeAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var plan = await PlanAsync(run, way, handled.Note).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        await bus.Runtime.PublishRecordAsync(MetadataOf("somebody.else.v1"), "conformance", plan.Topic, "{}"u8.ToArray(), run.Stop).ConfigureAwait(false);
        await bus.Bus.PublishAsync(new Probe("a", 1), cancellationToken: run.Stop).ConfigureAwait(false);

        await handled.WaitForAsync(run, [new Probe("a", 1)], "An event beside one of an unknown type").ConfigureAwait(false);
    }

    private static async Task StormAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var broken = true;
        var plan = await PlanAsync(run, way, (probe, _, _) =>
            Volatile.Read(ref broken) ? throw new InvalidOperationException("everything is broken") : handled.Add(probe)).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        var probes = Probe.Many(400, keys: 40);
        await bus.Bus.PublishAsync(probes, cancellationToken: run.Stop).ConfigureAwait(false);
        await Handled.UntilAsync(run, () => !bus.Runtime.Health.IsHealthy, () => "The bus is healthy while every event fails.").ConfigureAwait(false);

        Volatile.Write(ref broken, false);
        await handled.WaitForAsync(run, probes.TakeLast(40), "The last event of each key, after the handler was mended").ConfigureAwait(false);
        if (way != Coordination.Shared)
        {
            handled.CheckKeys();
        }

        var letters = probes.Except(handled.All).Select(probe => probe.Number).ToList();
        Check.That(letters.Count is > 0 and <= 10, $"{letters.Count} of {probes.Count} events became dead letters or were lost.");
        var reader = await ReadOnceThereAsync(run, DeadLetterWriter.TopicOf(plan.Topic, plan.Group)).ConfigureAwait(false);
        var stored = await reader.TakeAsync(letters.Count).ConfigureAwait(false);
        Check.SameMembers(letters, stored.Select(record => BitConverter.ToInt64(record.Body)).ToList(), "The dead letters of events that were not handled");
    }

    private static async Task StopAsync(ConformanceRun run, Coordination way)
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var finished = 0;
        var plan = await PlanAsync(run, way, async (_, _, _) =>
        {
            begun.TrySetResult();
            await release.Task.ConfigureAwait(false);
            Interlocked.Increment(ref finished);
        }).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        await bus.Bus.PublishAsync(new Probe("a", 1), cancellationToken: run.Stop).ConfigureAwait(false);
        await run.WithinAsync(begun.Task, "The handler").ConfigureAwait(false);

        var stopping = bus.Runtime.StopAsync(run.Stop);
        Check.That(!stopping.IsCompleted, "The stop did not wait for the handler.");
        release.SetResult();
        await run.WithinAsync(stopping, "Stopping").ConfigureAwait(false);
        Check.Equal(1, finished, "Handlers that finished");
        await bus.DisposeAsync().ConfigureAwait(false);

        var again = new Handled();
        var next = await BusUnderTest.StartAsync(run, plan with { Handler = again.Note }).ConfigureAwait(false);
        await next.Bus.PublishAsync(new Probe("a", 2), cancellationToken: run.Stop).ConfigureAwait(false);
        await again.WaitForAsync(run, [new Probe("a", 2)], "An event after the stop").ConfigureAwait(false);
        Check.SameMembers([new Probe("a", 2)], again.All, "Events after a stop that settled");
    }

    private static async Task StopTwiceAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var plan = await PlanAsync(run, way, handled.Note).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);

        // A bus that has not begun is easily stopped.
        await bus.Bus.PublishAsync(new Probe("a", 1), cancellationToken: run.Stop).ConfigureAwait(false);
        await handled.WaitForAsync(run, [new Probe("a", 1)], "An event before the stop").ConfigureAwait(false);
        await run.WithinAsync(Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => bus.Runtime.StopAsync(run.Stop)))), "Stopping three times at once").ConfigureAwait(false);
        await run.WithinAsync(bus.Runtime.StopAsync(run.Stop), "Stopping again").ConfigureAwait(false);
        await bus.DisposeAsync().ConfigureAwait(false);
        await bus.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task SurvivesAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var plan = (await PlanAsync(run, way, handled.Note).ConfigureAwait(false)) with { PublishTimeout = run.Patience };
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        var before = Probe.Many(50);
        await bus.Bus.PublishAsync(before, cancellationToken: run.Stop).ConfigureAwait(false);
        await handled.WaitForAsync(run, before, "Events before the broker went away").ConfigureAwait(false);

        var cut = await run.Harness.InterruptAsync(run.Stop).ConfigureAwait(false) ?? throw new NotAskedException("the harness cannot cut the broker off");
        var during = Probe.Many(50, from: 100).Select(probe => bus.Bus.PublishAsync(probe, cancellationToken: run.Stop).AsTask()).ToList();
        await cut.DisposeAsync().ConfigureAwait(false);
        foreach (var publishing in during)
        {
            // It waited out the cut, or says that it did not get through; either is honest.
            await ((Task)publishing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var after = Probe.Many(50, from: 200);
        await PublishAgainAsync(run, bus, after).ConfigureAwait(false);
        var stored = during.Where(publishing => publishing.IsCompletedSuccessfully).Select((_, index) => index).Count();
        var kept = Probe.Many(50, from: 100).Where((_, index) => during[index].IsCompletedSuccessfully).ToList();
        Check.Equal(stored, kept.Count, "Acknowledged events");
        await handled.WaitForAsync(run, [.. kept, .. after], "Events that were acknowledged during and after the cut").ConfigureAwait(false);
    }

    private static async Task PublishAgainAsync(ConformanceRun run, BusUnderTest bus, IReadOnlyList<Probe> probes)
    {
        var deadline = run.Deadline();
        while (true)
        {
            try
            {
                await bus.Bus.PublishAsync(probes, cancellationToken: run.Stop).ConfigureAwait(false);
                return;
            }
            catch (OmnibusException) when (!deadline.Passed)
            {
            }
        }
    }

    private static async Task<ReceivedRecord> OnlyLetterAsync(ConformanceRun run, BusPlan plan)
    {
        var reader = await ReadOnceThereAsync(run, DeadLetterWriter.TopicOf(plan.Topic, plan.Group)).ConfigureAwait(false);
        return (await reader.TakeAsync(1).ConfigureAwait(false))[0];
    }

    // The first dead letter makes its topic.
    private static async Task<Reader> ReadOnceThereAsync(ConformanceRun run, string topic)
    {
        var deadline = run.Deadline();
        while (run.Transport is ITopicAdministrator topics && await topics.DescribeAsync(topic, run.Stop).ConfigureAwait(false) is null)
        {
            Check.That(!deadline.Passed, $"There is no topic of dead letters, {topic}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), run.Clock, run.Stop).ConfigureAwait(false);
        }

        return await run.ReadAsync(topic).ConfigureAwait(false);
    }

    private static string HeaderOf(ReceivedRecord record, string name) =>
        Encoding.UTF8.GetString(record.Headers.FirstOrDefault(header => header.Name == name).Value ?? []);

    private static EventMetadata MetadataOf(string type) => new()
    {
        Type = type,
        Id = Guid.NewGuid().ToString(),
        Source = "/conformance",
        Time = DateTimeOffset.UnixEpoch,
        PartitionKey = "a",
    };

    private static async Task<BusPlan> PlanAsync(
        ConformanceRun run, Coordination way, Func<Probe, EventContext, CancellationToken, ValueTask> handler) =>
        new(await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false), run.NewGroup(), way) { Handler = handler };
}
