using Omnibus.Conformance.Bus;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Bus;

/// <summary>What consuming promises: at least once, in order, to every group, from where it stopped.</summary>
internal static class HandlingCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Handling")
        .AddFor(Needs.AnyGroup, "Every published event is handled", EveryEventAsync)
        .AddFor(Needs.Ordered, "The events of a key are handled in their order, also by many handlers at once", OrderAsync)
        .AddFor(Needs.AnyGroup, "An event whose handler was cut off is handled again", CutOffAsync)
        .AddFor(Needs.AnyGroup, "A restarted bus goes on where it stopped", RestartAsync)
        .AddFor(Needs.AnyGroup, "Every group handles every event", GroupsAsync)
        .AddFor(Needs.Ordered, "A group that starts at the end handles what is published from then on", LatestAsync)
        .Cases;

    private static async Task EveryEventAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var plan = await PlanAsync(run, way, handled.Note).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);

        var probes = Probe.Many(500);
        await bus.Bus.PublishAsync(probes, cancellationToken: run.Stop).ConfigureAwait(false);

        await handled.WaitForAsync(run, probes, "Events of a batch").ConfigureAwait(false);
    }

    private static async Task OrderAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var seed = run.Seed;
        var plan = await PlanAsync(run, way, async (probe, _, _) =>
        {
            // Some handlers take long, some fail once: neither may let a later event of the key pass.
            if ((probe.Number + seed) % 11 == 0)
            {
                await Task.Yield();
            }

            if ((probe.Number + seed) % 13 == 0 && !handled.All.Contains(probe with { Number = -probe.Number - 1 }))
            {
                await handled.Add(probe with { Number = -probe.Number - 1 }).ConfigureAwait(false);
                throw new InvalidOperationException("fails once");
            }

            await handled.Add(probe).ConfigureAwait(false);
        }).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);

        var probes = Probe.Many(600);
        await bus.Bus.PublishAsync(probes, cancellationToken: run.Stop).ConfigureAwait(false);
        await handled.WaitForAsync(run, probes, "Events of several keys").ConfigureAwait(false);

        foreach (var key in handled.All.Where(probe => probe.Number >= 0).Distinct().GroupBy(probe => probe.Key))
        {
            Check.Sequence(key.Select(probe => probe.Number).Order(), key.Select(probe => probe.Number), $"First handling of the events of {key.Key}");
        }
    }

    private static async Task CutOffAsync(ConformanceRun run, Coordination way)
    {
        var begun = new TaskCompletionSource();
        var plan = await PlanAsync(run, way, async (_, _, cancellationToken) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, run.Clock, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        var first = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        var probes = Probe.Many(20);
        await first.Bus.PublishAsync(probes, cancellationToken: run.Stop).ConfigureAwait(false);
        await run.WithinAsync(begun.Task, "The first handler").ConfigureAwait(false);
        await first.TearDownAsync().ConfigureAwait(false);
        await first.DisposeAsync().ConfigureAwait(false);

        var handled = new Handled();
        await BusUnderTest.StartAsync(run, plan with { Handler = handled.Note }).ConfigureAwait(false);

        await handled.WaitForAsync(run, probes, "Events that were cut off").ConfigureAwait(false);
    }

    private static async Task RestartAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var plan = await PlanAsync(run, way, handled.Note).ConfigureAwait(false);
        var first = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        var before = Probe.Many(100);
        await first.Bus.PublishAsync(before, cancellationToken: run.Stop).ConfigureAwait(false);
        await handled.WaitForAsync(run, before, "Events before the restart").ConfigureAwait(false);
        await run.WithinAsync(first.Runtime.StopAsync(run.Stop), "Stopping").ConfigureAwait(false);
        await first.DisposeAsync().ConfigureAwait(false);

        var again = new Handled();
        var second = await BusUnderTest.StartAsync(run, plan with { Handler = again.Note }).ConfigureAwait(false);
        var after = Probe.Many(100, from: 100);
        await second.Bus.PublishAsync(after, cancellationToken: run.Stop).ConfigureAwait(false);
        await again.WaitForAsync(run, after, "Events after the restart").ConfigureAwait(false);

        // A stop drains and settles: nothing of before comes again.
        Check.SameMembers(after, again.All, "Events after a clean restart");
    }

    private static async Task GroupsAsync(ConformanceRun run, Coordination way)
    {
        var one = new Handled();
        var other = new Handled();
        var plan = await PlanAsync(run, way, one.Note).ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, plan).ConfigureAwait(false);
        await BusUnderTest.StartAsync(
            run, plan with { Group = run.NewGroup(), Handler = other.Note, Instance = $"{plan.Instance}-other" }).ConfigureAwait(false);

        var probes = Probe.Many(200);
        await bus.Bus.PublishAsync(probes, cancellationToken: run.Stop).ConfigureAwait(false);

        await one.WaitForAsync(run, probes, "Events of the first group").ConfigureAwait(false);
        await other.WaitForAsync(run, probes, "Events of the second group").ConfigureAwait(false);
    }

    private static async Task LatestAsync(ConformanceRun run, Coordination way)
    {
        var handled = new Handled();
        var plan = await PlanAsync(run, way, handled.Note).ConfigureAwait(false);
        var publisher = await BusUnderTest.StartAsync(run, plan with { Handler = null, Instance = $"{plan.Instance}-publisher" }).ConfigureAwait(false);
        var before = Probe.Many(50);
        await publisher.Bus.PublishAsync(before, cancellationToken: run.Stop).ConfigureAwait(false);
        await BusUnderTest.StartAsync(run, plan with { Start = StartPoint.Latest }).ConfigureAwait(false);

        // The group is there from some moment on: everything published after the first event that it handles must come.
        var number = 1000;
        await Handled.UntilAsync(
            run,
            () =>
            {
                publisher.Bus.PublishAsync(new Probe("after", number++), cancellationToken: run.Stop).AsTask().GetAwaiter().GetResult();
                return handled.All.Count > 0;
            },
            () => "A group that starts at the end handled nothing that was published later").ConfigureAwait(false);
        var after = Probe.Many(50, from: 5000);
        await publisher.Bus.PublishAsync(after, cancellationToken: run.Stop).ConfigureAwait(false);
        await handled.WaitForAsync(run, after, "Events published later").ConfigureAwait(false);
        Check.That(!handled.All.Intersect(before).Any(), "A group that starts at the end handled what was published before.");
    }

    private static async Task<BusPlan> PlanAsync(
        ConformanceRun run, Coordination way, Func<Probe, EventContext, CancellationToken, ValueTask> handler) =>
        new(await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false), run.NewGroup(), way) { Handler = handler };
}
