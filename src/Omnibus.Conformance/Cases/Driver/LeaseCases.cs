using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Leases: one holder at a time, and a late one is noticed.</summary>
internal static class LeaseCases
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Leases")
        .AddFor(Coordination.Leases, "A free lease is granted with the group's position, and nobody else gets it then", GrantsAsync)
        .AddFor(Coordination.Leases, "A held lease is taken only from exactly the state that was seen", TakesOverAsync)
        .AddFor(Coordination.Leases, "A renewal raises the counter and names the leases that are lost", RenewsAsync)
        .AddFor(Coordination.Leases, "A released lease is free, and a late release changes nothing", ReleasesAsync)
        .AddFor(Coordination.Leases, "Epochs rise with every acquisition, also after a release", RaisesEpochsAsync)
        .AddFor(Coordination.Leases, "Of several that want one lease at the same moment exactly one gets it", RacesAsync)
        .AddFor(Coordination.Leases, "A member's lease disappears when it is released", ForgetsMembersAsync)
        .AddFor(Coordination.Leases, "Preparing a group again changes nothing, also at the same moment", PreparesAgainAsync)
        .Cases;

    private static async Task GrantsAsync(ConformanceRun run, Coordination way)
    {
        var (store, name) = await PrepareAsync(run).ConfigureAwait(false);
        Check.Equal(0, (await store.ListAsync(name.Group, run.Stop).ConfigureAwait(false)).Count, "Leases of a group that nobody wanted yet");
        var grant = await AcquireAsync(run, store, name, "one").ConfigureAwait(false);
        Check.That(grant is { Position: not null }, "A free lease of a partition was not granted with a position.");
        Check.That(await AcquireAsync(run, Other(run), name, "two").ConfigureAwait(false) is null, "A lease that is held was granted to another owner.");

        var state = await StateAsync(run, Other(run), name).ConfigureAwait(false);
        Check.Equal("one", state.Owner, "The owner of the lease");
        Check.Equal(grant.Value.Epoch, state.Epoch, "The epoch of the lease");
        Check.Equal(s_duration, state.Duration, "The duration of the lease");
    }

    private static async Task TakesOverAsync(ConformanceRun run, Coordination way)
    {
        var (store, name) = await PrepareAsync(run).ConfigureAwait(false);
        var grant = await AcquireAsync(run, store, name, "one").ConfigureAwait(false);
        var seen = await StateAsync(run, store, name).ConfigureAwait(false);
        await store.RenewAsync([new Lease(name, "one", grant!.Value.Epoch)], run.Stop).ConfigureAwait(false);
        Check.That(await AcquireAsync(run, store, name, "two", seen).ConfigureAwait(false) is null, "A lease was taken away that had been renewed meanwhile.");

        var still = await StateAsync(run, store, name).ConfigureAwait(false);
        Check.That(
            await AcquireAsync(run, store, name, "two", still with { Owner = "somebody" }).ConfigureAwait(false) is null,
            "A lease was taken away from another owner than the one that was seen.");
        Check.That(
            await AcquireAsync(run, store, name, "two", still with { Epoch = still.Epoch - 1 }).ConfigureAwait(false) is null,
            "A lease was taken away under another epoch than the one that was seen.");
        Check.That(await AcquireAsync(run, Other(run), name, "two", still).ConfigureAwait(false) is not null, "A lease that stood still was not granted.");
        Check.Equal("two", (await StateAsync(run, store, name).ConfigureAwait(false)).Owner, "The owner after the lease was taken over");
    }

    private static async Task RenewsAsync(ConformanceRun run, Coordination way)
    {
        var (store, name) = await PrepareAsync(run, partitions: 2).ConfigureAwait(false);
        var other = LeaseName.Of(name.Group, name.Partition!.Value with { Partition = 1 });
        var held = new Lease(name, "one", (await AcquireAsync(run, store, name, "one").ConfigureAwait(false))!.Value.Epoch);
        var lost = new Lease(other, "one", (await AcquireAsync(run, store, other, "one").ConfigureAwait(false))!.Value.Epoch);
        await AcquireAsync(run, store, other, "two", await StateAsync(run, store, other).ConfigureAwait(false)).ConfigureAwait(false);
        var before = await StateAsync(run, store, name).ConfigureAwait(false);
        var otherBefore = await StateAsync(run, store, other).ConfigureAwait(false);

        Check.Sequence([lost], await store.RenewAsync([held, lost], run.Stop).ConfigureAwait(false), "The leases that are lost");
        var after = await StateAsync(run, store, name).ConfigureAwait(false);
        Check.That(after.Counter > before.Counter, $"The counter was {before.Counter} and is {after.Counter} after a renewal.");
        Check.Equal((before.Owner, before.Epoch), (after.Owner, after.Epoch), "Owner and epoch after a renewal");
        Check.Equal(otherBefore, await StateAsync(run, store, other).ConfigureAwait(false), "A lease that somebody else tried to renew");
    }

    private static async Task ReleasesAsync(ConformanceRun run, Coordination way)
    {
        var (store, name) = await PrepareAsync(run).ConfigureAwait(false);
        var first = new Lease(name, "one", (await AcquireAsync(run, store, name, "one").ConfigureAwait(false))!.Value.Epoch);
        await store.ReleaseAsync([first], run.Stop).ConfigureAwait(false);
        Check.Equal(null, (await StateAsync(run, store, name).ConfigureAwait(false)).Owner, "The owner of a released lease, which is still listed");
        Check.That(await AcquireAsync(run, store, name, "two").ConfigureAwait(false) is not null, "A released lease was not granted to the next.");
        await store.ReleaseAsync([first], run.Stop).ConfigureAwait(false);
        Check.Equal("two", (await StateAsync(run, store, name).ConfigureAwait(false)).Owner, "The owner after the one before released late");
        Check.Sequence([first], await store.RenewAsync([first], run.Stop).ConfigureAwait(false), "The lost leases of one that released");
    }

    private static async Task RaisesEpochsAsync(ConformanceRun run, Coordination way)
    {
        var (store, name) = await PrepareAsync(run).ConfigureAwait(false);
        long last = 0;
        for (var round = 0; round < 6; round++)
        {
            var expected = round % 2 == 1 ? await StateAsync(run, store, name).ConfigureAwait(false) : (LeaseState?)null;
            var grant = await AcquireAsync(run, store, name, $"owner {round}", expected).ConfigureAwait(false);
            Check.That(grant is not null, "A lease was not granted that was free, or had been seen exactly so.");
            Check.That(grant.Value.Epoch > last, $"The epoch was {last} and the next acquisition got {grant.Value.Epoch}.");
            last = grant.Value.Epoch;
            if (round % 2 == 1)
            {
                await store.ReleaseAsync([new Lease(name, $"owner {round}", last)], run.Stop).ConfigureAwait(false);
            }
        }
    }

    private static async Task RacesAsync(ConformanceRun run, Coordination way)
    {
        var (store, name) = await PrepareAsync(run).ConfigureAwait(false);
        ILeaseStore[] stores = [store, Other(run), Other(run), Other(run)];
        var counter = 0;
        foreach (var held in (bool[])[false, true, true])
        {
            var expected = held ? await StateAsync(run, store, name).ConfigureAwait(false) : (LeaseState?)null;
            using var start = new Barrier(stores.Length);
            var races = stores.Select(contender => Task.Factory.StartNew(
                async () =>
                {
                    var owner = $"owner {Interlocked.Increment(ref counter)}";
                    start.SignalAndWait(run.Patience, run.Stop);
                    return (Owner: owner, Grant: await AcquireAsync(run, contender, name, owner, expected).ConfigureAwait(false));
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()).ToList();
            var winners = (await run.WithinAsync(Task.WhenAll(races), "A race for a lease").ConfigureAwait(false)).Where(race => race.Grant is not null).ToList();
            Check.Equal(1, winners.Count, "The winners of a race for one lease");
            var state = await StateAsync(run, store, name).ConfigureAwait(false);
            Check.Equal((winners[0].Owner, winners[0].Grant!.Value.Epoch), (state.Owner!, state.Epoch), "The holder after the race against its winner");
        }
    }

    private static async Task ForgetsMembersAsync(ConformanceRun run, Coordination way)
    {
        var (store, name) = await PrepareAsync(run).ConfigureAwait(false);
        var member = LeaseName.Of(name.Group, "alice");
        var grant = await AcquireAsync(run, store, member, "alice").ConfigureAwait(false);
        Check.That(grant is { Position: null }, "A membership was not granted, or with a position.");
        await AcquireAsync(run, store, LeaseName.Of(name.Group, "bob"), "bob").ConfigureAwait(false);
        Check.SameMembers(["alice", "bob"], await MembersAsync().ConfigureAwait(false), "The members");
        await store.ReleaseAsync([new Lease(member, "alice", grant.Value.Epoch)], run.Stop).ConfigureAwait(false);
        Check.SameMembers(["bob"], await MembersAsync().ConfigureAwait(false), "The members after one released its lease");

        async Task<IEnumerable<string>> MembersAsync() =>
            (await store.ListAsync(name.Group, run.Stop).ConfigureAwait(false)).Select(state => state.Name.Member).OfType<string>();
    }

    private static async Task PreparesAgainAsync(ConformanceRun run, Coordination way)
    {
        var topic = await run.NewTopicAsync(run.Harness.Partitions).ConfigureAwait(false);
        var group = run.NewGroup();
        await run.SendToEachAsync(topic, 2, "old ").ConfigureAwait(false);
        var stores = Enumerable.Range(0, 4).Select(_ => Other(run)).ToList();
        await Task.WhenAll(stores.Select(store => store.PrepareAsync(group, [topic], StartPoint.Latest, run.Stop).AsTask())).ConfigureAwait(false);
        var sent = await run.SendToEachAsync(topic, 2, "new ").ConfigureAwait(false);
        await stores[0].PrepareAsync(group, [topic], StartPoint.Latest, run.Stop).ConfigureAwait(false);
        await stores[0].PrepareAsync(group, [topic], StartPoint.Earliest, run.Stop).ConfigureAwait(false);

        var reader = await run.JoinAsync(topic, group, way).ConfigureAwait(false);
        Check.SameMembers(
            sent.Select(record => record.Text),
            (await reader.TakeAsync(sent.Count).ConfigureAwait(false)).Select(record => record.Text),
            "What came from the start that was stored first");
    }

    private static async Task<(ILeaseStore Store, LeaseName Name)> PrepareAsync(ConformanceRun run, int partitions = 1)
    {
        var topic = partitions == 1 ? await run.NewTopicAsync().ConfigureAwait(false) : await run.NewPartitionedTopicAsync().ConfigureAwait(false);
        var store = (ILeaseStore)run.Transport;
        var group = run.NewGroup();
        await store.PrepareAsync(group, [topic], StartPoint.Earliest, run.Stop).ConfigureAwait(false);
        return (store, LeaseName.Of(group, new TopicPartition(topic, 0)));
    }

    private static ILeaseStore Other(ConformanceRun run) => (ILeaseStore)run.Open();

    private static async Task<LeaseGrant?> AcquireAsync(ConformanceRun run, ILeaseStore store, LeaseName name, string owner, LeaseState? expected = null) =>
        await run.WithinAsync(store.TryAcquireAsync(new LeaseClaim(name, owner, s_duration, expected), run.Stop).AsTask(), "Acquiring a lease").ConfigureAwait(false);

    private static async Task<LeaseState> StateAsync(ConformanceRun run, ILeaseStore store, LeaseName name)
    {
        var states = (await store.ListAsync(name.Group, run.Stop).ConfigureAwait(false)).Where(state => state.Name == name).ToList();
        Check.Equal(1, states.Count, $"The entries of {name} in the list of leases");
        return states[0];
    }
}
