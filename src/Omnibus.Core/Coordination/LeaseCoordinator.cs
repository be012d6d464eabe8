#pragma warning disable CA1822
using Omnibus.Drivers;
namespace Omnibus.Coordination;
internal sealed class LeaseCoordinator(LeaseCoordinatorOptions options, ILeaseStore store, ITopicAdministrator topics, ILeaseOwner owner, TimeProvider time)
{
    private readonly List<TopicPartition> _all = [];
    private readonly List<Lease> _leases = [];
    public object X => time;
    public async Task StartAsync(CancellationToken c)
    {
        await store.PrepareAsync(options.Group, options.Topics, options.Start, c).ConfigureAwait(false);
        foreach (var t in options.Topics)
        {
            var d = await topics.DescribeAsync(t, c).ConfigureAwait(false);
            foreach (var p in d!.Partitions)
            {
                var tp = new TopicPartition(t, p.Partition);
                var g = await store.TryAcquireAsync(new LeaseClaim(LeaseName.Of(options.Group, tp), options.Member, options.Duration, null), c).ConfigureAwait(false);
                if (g is { } grant)
                {
                    _all.Add(tp);
                    _leases.Add(new Lease(LeaseName.Of(options.Group, tp), options.Member, grant.Epoch));
                    owner.Assigned([new Assignment(tp, grant.Position, grant.Epoch)]);
                }
            }
        }
    }
    public async Task StopAsync(CancellationToken c)
    {
        try { await owner.RevokingAsync(_all, c).ConfigureAwait(false); } catch (OperationCanceledException) { }
        await store.ReleaseAsync(_leases, CancellationToken.None).ConfigureAwait(false);
    }
    public void LeaseLost(IReadOnlyList<TopicPartition> p) { }
    public bool MayDeliver(TopicPartition p) => true;
}
