using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>Ownership by leases: what the core's coordinator does, without its patience.</summary>
internal sealed partial class Reader
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(10);

    private readonly Dictionary<TopicPartition, Lease> _leases = [];

    private Lease? _membership;

    private string OwnerName { get; } = $"owner-{Guid.NewGuid():N}";

    /// <summary>The leases that this reader believes to hold.</summary>
    public IReadOnlyDictionary<TopicPartition, Lease> Leases => _leases;

    private ILeaseStore Store => (ILeaseStore)_transport;

    /// <summary>Takes a partition from whoever holds it and reads it from the group's position.</summary>
    public async Task TakeLeaseAsync(TopicPartition partition)
    {
        var name = LeaseName.Of(Request.Group!, partition);
        var states = await Store.ListAsync(Request.Group!, _run.Stop).ConfigureAwait(false);
        var state = states.Where(candidate => candidate.Name == name).Select(candidate => (LeaseState?)candidate).FirstOrDefault();
        var expected = state is { Owner: not null } ? state : null;
        var grant = await Store.TryAcquireAsync(new LeaseClaim(name, OwnerName, s_duration, expected), _run.Stop).ConfigureAwait(false);
        Check.That(grant is not null, $"The lease of {partition} was not granted, though nobody else wanted it.");
        Check.That(grant.Value.Position is not null, $"The lease of {partition} was granted without the group's position.");
        _leases[partition] = new Lease(name, OwnerName, grant.Value.Epoch);
        ((IAssignableConsumer)Consumer).Assign([new Assignment(partition, grant.Value.Position, grant.Value.Epoch)]);
    }

    /// <summary>Takes the lease that says that this reader is a member.</summary>
    public async Task BecomeMemberAsync()
    {
        var name = LeaseName.Of(Request.Group!, OwnerName);
        var grant = await Store.TryAcquireAsync(new LeaseClaim(name, OwnerName, s_duration, null), _run.Stop).ConfigureAwait(false);
        Check.That(grant is not null, "The lease of a new member was not granted.");
        _membership = new Lease(name, OwnerName, grant.Value.Epoch);
    }

    private async Task TakeLeasesAsync()
    {
        foreach (var topic in Request.Topics)
        {
            foreach (var partition in Request.Partitions ?? await PartitionsOfAsync(topic).ConfigureAwait(false))
            {
                await TakeLeaseAsync(new TopicPartition(topic, partition)).ConfigureAwait(false);
            }
        }
    }

    private async Task ReleaseLeasesAsync()
    {
        Lease[] held = _membership is { } membership ? [.. _leases.Values, membership] : [.. _leases.Values];
        if (held.Length > 0)
        {
            await Store.ReleaseAsync(held, _run.Stop).ConfigureAwait(false);
            _leases.Clear();
        }
    }

    private async Task<IReadOnlyList<int>> PartitionsOfAsync(string topic)
    {
        if (_transport is not ITopicAdministrator administrator)
        {
            return [.. Enumerable.Range(0, _run.Harness.Partitions)];
        }

        var description = await administrator.DescribeAsync(topic, _run.Stop).ConfigureAwait(false);
        Check.That(description is not null, $"Topic {topic} was made and is not there.");
        return [.. description.Partitions.Select(partition => partition.Partition)];
    }

    private long EpochOf(TopicPartition partition) => _leases.TryGetValue(partition, out var lease) ? lease.Epoch : 0;
}
