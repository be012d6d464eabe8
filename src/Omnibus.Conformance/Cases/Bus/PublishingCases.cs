using Omnibus.Conformance.Bus;
using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Bus;

/// <summary>What publishing promises.</summary>
internal static class PublishingCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Publishing")
        .Add("Publishing completes when the broker has the event, and says where it is", SaysWhereAsync)
        .Add("Publishing to an absent broker fails within its timeout and says whether repeating can duplicate", AbsentBrokerAsync)
        .Add("A batch is stored in its order", BatchAsync)
        .Cases;

    private static async Task SaysWhereAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, new BusPlan(topic, "", Coordination.None)).ConfigureAwait(false);

        var receipt = await bus.Bus.PublishAsync(new Probe("a", 1), cancellationToken: run.Stop).ConfigureAwait(false);

        Check.Equal(RouteState.Stored, receipt.Route.State, "The outcome");
        var reader = await run.ReadAsync(topic).ConfigureAwait(false);
        var found = (await reader.TakeAsync(1).ConfigureAwait(false))[0];
        Check.Equal(receipt.Route.Partition, found.Place.Partition, "The partition of the receipt");
        Check.Equal(receipt.Route.Position, found.Position, "The position of the receipt");
    }

    private static async Task AbsentBrokerAsync(ConformanceRun run)
    {
        if (run.Harness.UnreachableSettings is not { } settings)
        {
            throw new NotAskedException("the store cannot be absent");
        }

        var bus = await BusUnderTest.StartAsync(
            run,
            new BusPlan(run.Harness.NewTopicName(), "", Coordination.None) { Settings = settings, PublishTimeout = TimeSpan.FromSeconds(1) }).ConfigureAwait(false);
        try
        {
            await run.WithinAsync(bus.Bus.PublishAsync(new Probe("a", 1), cancellationToken: run.Stop).AsTask(), "The failure of a publication").ConfigureAwait(false);
        }
        catch (OmnibusException exception)
        {
            Check.That(exception.Routes is [{ State: RouteState.NotSent or RouteState.Unknown }], $"The outcome says {exception.Routes[0].State}.");
            Check.Equal(exception.Routes[0].State == RouteState.Unknown, exception.RepeatingMayDuplicate, "Whether repeating can duplicate");
            return;
        }

        throw new ConformanceException("Publishing to an absent broker succeeded.");
    }

    private static async Task BatchAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var bus = await BusUnderTest.StartAsync(run, new BusPlan(topic, "", Coordination.None)).ConfigureAwait(false);

        var receipts = await bus.Bus.PublishAsync(Probe.Many(2500), cancellationToken: run.Stop).ConfigureAwait(false);

        Check.Sequence(receipts.Select(receipt => receipt.Route.Position).Order(), receipts.Select(receipt => receipt.Route.Position), "The positions of a batch");
    }
}
