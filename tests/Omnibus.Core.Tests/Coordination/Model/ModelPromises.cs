using Omnibus.Coordinating;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>What must hold in every world, and after which everything comes to rest.</summary>
internal static class ModelPromises
{
    /// <summary>
    /// Nobody delivers what the store gave to somebody else, so never two at a time; and no epoch but the newest settles.
    /// </summary>
    public static ModelWorld Check(ModelWorld world)
    {
        for (var p = 0; p < world.Partitions.Length; p++)
        {
            var name = world.NameOf(p);
            var state = world.Store.Find(name);
            foreach (var member in world.Members)
            {
                if (member.Held.Find(name) is not { } held)
                {
                    continue;
                }

                if (member.MayDeliver(name, world.Now) && (state?.Owner != member.Name || state?.Epoch != held.Lease.Epoch))
                {
                    throw new ModelViolation($"{member.Name} delivers {world.Partitions[p]} under epoch {held.Lease.Epoch}, but the store says {state}");
                }

                if (held.Lease.Epoch != world.Epochs.GetValueOrDefault(name) && world.Store.Settles(name, held.Lease.Epoch))
                {
                    throw new ModelViolation($"{member.Name} settles {world.Partitions[p]} under the old epoch {held.Lease.Epoch}");
                }
            }

            var holders = world.Members.Where(member => member.Held.Find(name) is not null).ToLookup(member => member.Held.Find(name)!.Value.Lease.Epoch);
            if (holders.Any(static same => same.Count() > 1))
            {
                throw new ModelViolation($"Two members hold {world.Partitions[p]} under one epoch");
            }
        }

        return world;
    }

    public static void CheckGrant(LeaseName name, long epoch, long newest)
    {
        if (epoch <= newest)
        {
            throw new ModelViolation($"{name.Partition} was granted under epoch {epoch} after {newest}");
        }
    }

    /// <summary>Nobody gives up what nobody else that it knows to live is entitled to.</summary>
    public static void CheckGiveUp(ModelMember member, LeasePlan plan)
    {
        foreach (var partition in plan.GiveUp)
        {
            var isWanted = member.Sightings.Leases.Any(lease => lease.State is { Name.Member: { } name, Owner: { } topics }
                && name != member.Name && !lease.IsTakeable && topics.Split('\n').Contains(partition.Topic));
            if (!isWanted)
            {
                throw new ModelViolation($"{member.Name} gives up {partition}, and nobody else may have it");
            }
        }
    }

    /// <summary>With everybody that lives at work, all is owned and fairly shared in a bounded time, and then nothing moves.</summary>
    public static ModelWorld CheckComesToRest(ModelWorld world)
    {
        const int Bound = 16;
        const int Rest = 10;
        for (var tick = 0; tick < Bound; tick++)
        {
            world = Quiet(world);
        }

        var loads = world.Members.Select(member => member.IsAlive
            ? world.Partitions.Count(partition => member.MayDeliver(LeaseName.Of(ModelWorld.Group, partition), world.Now))
            : 0).ToArray();
        for (var p = 0; p < world.Partitions.Length; p++)
        {
            var entitled = Enumerable.Range(0, loads.Length)
                .Where(index => world.Members[index] is { IsAlive: true } member && member.Topics.Contains(world.Partitions[p].Topic)).ToList();
            var owner = entitled.FindIndex(index => world.Members[index].MayDeliver(world.NameOf(p), world.Now));
            if (entitled.Count > 0 && owner < 0)
            {
                throw new ModelViolation($"Nobody reads {world.Partitions[p]} after {Bound} quiet rounds");
            }

            if (entitled.Exists(index => loads[index] + 1 < loads[entitled[owner]]))
            {
                throw new ModelViolation($"{world.Partitions[p]} is not shared fairly after {Bound} quiet rounds: {string.Join(", ", loads)}");
            }
        }

        var epochs = world.Epochs;
        for (var tick = 0; tick < Rest; tick++)
        {
            world = Quiet(world);
        }

        return epochs.All(entry => world.Epochs[entry.Key] == entry.Value)
            ? world
            : throw new ModelViolation("Leases move though nothing happens");
    }

    /// <summary>A tick in which everybody that lives does all that it has to.</summary>
    private static ModelWorld Quiet(ModelWorld world)
    {
        for (var index = 0; index < world.Members.Length; index++)
        {
            if (world.Members[index].IsAlive)
            {
                world = Quiet(world, index);
                Check(world);
            }
        }

        return world.Apply(new ModelStep(StepKind.Time));
    }

    private static ModelWorld Quiet(ModelWorld world, int index)
    {
        // What was under way, then a renewal, then a round, then drains.
        StepKind[] order =
        [
            StepKind.Answer, StepKind.Renewed, StepKind.Watch, StepKind.Renew, StepKind.Renewed, StepKind.Plan, StepKind.Claim, StepKind.Answer,
            StepKind.List, StepKind.Plan, StepKind.Drained, StepKind.Claim, StepKind.Answer,
        ];
        foreach (var kind in order)
        {
            while (world.Next().Where(step => step.Kind == kind && step.Member == index).Take(1).ToList() is [var step])
            {
                world = world.Apply(step);
                if (kind == StepKind.Claim)
                {
                    world = world.Apply(new ModelStep(StepKind.Answer, index));
                }

                if (kind is StepKind.Renew or StepKind.List or StepKind.Watch)
                {
                    break;
                }
            }
        }

        return world;
    }
}

/// <summary>A promise does not hold.</summary>
internal sealed class ModelViolation(string message) : Exception(message);
