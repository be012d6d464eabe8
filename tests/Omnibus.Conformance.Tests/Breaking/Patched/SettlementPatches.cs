using System.Collections.Concurrent;
using Omnibus.Drivers;
using static Omnibus.Conformance.Tests.Breaking.Patched.PatchedTransport;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>Drivers that settle, or keep leases, wrongly.</summary>
internal static class SettlementPatches
{
    public static IReadOnlyDictionary<string, BrokenDriver> All { get; } = new Dictionary<string, BrokenDriver>
    {
        ["GoesBack"] = GoesBack(),
        ["SettlesOnlyWhatItNames"] = Driver("Settling a position covers everything below it and nothing above", new()
        {
            Settle = (consumer, settlements) =>
                new([.. settlements.Where(settlement => !consumer.IsLeased || settlement.Position.Low != 6)]),
        }),
        ["SettlesNeighbour"] = Driver("Settling one partition leaves the others where they are", new()
        {
            Settle = async (consumer, settlements) =>
                settlements is [{ Partition.Partition: 1, Position.Low: 4 } one] && await ReadingPatches.HoldsAsync(consumer.Transport, one.Partition.Topic, 5)
                    ? [one, one with { Partition = one.Partition with { Partition = 2 }, Epoch = long.MaxValue }]
                    : settlements,
        }),
        ["AcknowledgesBelow"] = Driver("Each record is acknowledged by itself", new()
        {
            Settle = (consumer, settlements) => new(
                consumer.IsShared && settlements is [{ Kind: SettlementKind.Acknowledge, Position.Low: 1 } first, { Position.Low: 4 }]
                    ? [.. settlements, first with { Position = default }]
                    : settlements),
        }),
        ["GrantsTwice"] = Driver("A free lease is granted with the group's position, and nobody else gets it then", new()
        {
            Grant = (claim, grant) => grant is null && claim is { Owner: "two", Expected: null } ? new LeaseGrant(1, default(Position)) : grant,
        }),
        ["NamesOneLossOnly"] = Driver("A renewal raises the counter and names the leases that are lost", new()
        {
            // Of leases that are renewed together it sees only the first; the case renews one that is held before one that is lost.
            Lose = lost => lost is [{ Name.Partition.Partition: 1 }] ? [] : lost,
        }),
        ["ReleasesLate"] = Driver("A released lease is free, and a late release changes nothing", new()
        {
            Released = async (transport, leases) =>
            {
                foreach (var lease in leases.Where(lease => lease.Owner == "one"))
                {
                    var state = (await transport.ListAsync(lease.Name.Group, CancellationToken.None)).First(state => state.Name == lease.Name);
                    await transport.ReleaseAsync([new Lease(lease.Name, state.Owner ?? "", state.Epoch)], CancellationToken.None);
                }
            },
        }),
        ["PreparesAgain"] = PreparesAgain(),
        ["DescribesWrongLag"] = Driver("A group is described with its members, its positions and its lag", new()
        {
            DescribeGroup = group => group with { Partitions = [.. group.Partitions.Select(place => place with { Lag = place.Lag + 1 })] },
        }),
        ["MovesTooFar"] = Driver("An idle group is moved to a position", new()
        {
            SetPosition = (transport, group, partition, position) => transport.SetPositionAsync(group, partition, position.Next, CancellationToken.None),
        }),
        ["MovesActiveGroups"] = Driver("A group with members is neither moved nor removed", new()
        {
            SetPosition = async (transport, group, partition, position) =>
            {
                try
                {
                    await transport.SetPositionAsync(group, partition, position, CancellationToken.None);
                }
                catch (GroupActiveException)
                {
                    // As if it had been done.
                }
            },
        }),
        ["RemovesNoGroup"] = Driver("A removed group is new when it comes back", new()
        {
            DeleteGroup = async (transport, group) => await transport.DescribeGroupAsync(group, CancellationToken.None) switch
            {
                { Members.Count: > 0 } active => throw new GroupActiveException(group, active.Members),
                _ => true,
            },
        }),
    };

    // The last position that it was told is the one that it keeps.
    private static BrokenDriver GoesBack()
    {
        var told = new ConcurrentDictionary<TopicPartition, (Position Last, Position Most)>();
        return Driver("Settling twice changes nothing", new()
        {
            Settle = (consumer, settlements) =>
            {
                foreach (var settlement in settlements.Where(_ => consumer.IsLeased))
                {
                    told.AddOrUpdate(
                        settlement.Partition,
                        (settlement.Position, settlement.Position),
                        (_, before) => (settlement.Position, settlement.Position > before.Most ? settlement.Position : before.Most));
                }

                return new(settlements);
            },
            Released = async (transport, leases) =>
            {
                foreach (var lease in leases)
                {
                    if (lease.Name.Partition is { } partition && told.TryGetValue(partition, out var places) && places.Last < places.Most)
                    {
                        await transport.SetPositionAsync(lease.Name.Group, partition, places.Last.Next, CancellationToken.None);
                    }
                }
            },
        });
    }

    private static BrokenDriver PreparesAgain()
    {
        var latest = new ConcurrentDictionary<string, bool>();
        return Driver("Preparing a group again changes nothing, also at the same moment", new()
        {
            Prepare = async (transport, group, topic, start) =>
            {
                if (start.Kind == StartKind.Latest)
                {
                    latest[group] = true;
                }
                else if (latest.TryRemove(group, out _))
                {
                    await transport.DeleteGroupAsync(group, CancellationToken.None);
                }

                return start;
            },
        });
    }
}
