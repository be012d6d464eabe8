using System.Collections.Immutable;
using Omnibus.Coordinating;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>A group, its store and the time: a value, from which every step leads to another.</summary>
internal sealed record ModelWorld(ModelStore Store, ImmutableArray<ModelMember> Members, ImmutableArray<TopicPartition> Partitions)
{
    public const string Group = "g";

    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public TimeSpan Now { get; init; }

    public int RestartsLeft { get; init; } = 1;

    /// <summary>The newest epoch that was granted of each partition, and to how many members.</summary>
    public ImmutableDictionary<LeaseName, long> Epochs { get; init; } = ImmutableDictionary<LeaseName, long>.Empty;

    /// <summary>Makes a world in which nobody has done anything yet.</summary>
    /// <param name="flaw">What is wrong in it.</param>
    /// <param name="partitions">How many partitions the topics have.</param>
    /// <param name="stable">Names outlive restarts.</param>
    /// <param name="topics">The topics of each member, by one letter each.</param>
    public static ModelWorld Create(Flaw flaw, int partitions, bool stable, params string[] topics)
    {
        var all = topics.SelectMany(static text => text).Distinct().Order().Select(static letter => letter.ToString()).ToList();
        return new ModelWorld(
            new ModelStore(flaw),
            [.. topics.Select((text, index) => new ModelMember(((char)('a' + index)).ToString(), [.. text.Select(static letter => letter.ToString())], stable, flaw))],
            [.. all.SelectMany(topic => Enumerable.Range(0, partitions).Select(number => new TopicPartition(topic, number)))]);
    }

    public IEnumerable<TopicPartition> PartitionsOf(ModelMember member) => Partitions.Where(partition => member.Topics.Contains(partition.Topic));

    public LeaseName NameOf(int partition) => LeaseName.Of(Group, Partitions[partition]);

    /// <summary>Everything that can happen next.</summary>
    public IEnumerable<ModelStep> Next()
    {
        yield return new(StepKind.Time);
        for (var i = 0; i < Members.Length; i++)
        {
            var member = Members[i];
            if (!member.IsAlive)
            {
                if (RestartsLeft > 0)
                {
                    yield return new(StepKind.Restart, i);
                }

                continue;
            }

            yield return new(StepKind.Crash, i);
            if (member.CanLook)
            {
                yield return new(StepKind.List, i);
            }

            if (member.Listing is not null)
            {
                yield return new(StepKind.Plan, i);
            }

            if (member.CanAcquire)
            {
                yield return new(StepKind.Claim, i);
            }

            if (member.Claim is not null)
            {
                yield return new(StepKind.Answer, i);
            }

            if (member.Renewal is not null)
            {
                yield return new(StepKind.Renewed, i);
            }
            else if (member.Held.Kept.Count > 0)
            {
                yield return new(StepKind.Renew, i);
            }

            if (member.Held.All.Any(held => held.ValidUntil <= Now && held.Phase != LeasePhase.Abandoned))
            {
                yield return new(StepKind.Watch, i);
            }

            for (var p = 0; p < Partitions.Length; p++)
            {
                if (member.Held.Find(NameOf(p)) is { Phase: LeasePhase.Draining or LeasePhase.Abandoned })
                {
                    yield return new(StepKind.Drained, i, p);
                }
            }
        }
    }

    /// <summary>The world after a step. Throws <see cref="ModelViolation"/> where the step breaks a promise.</summary>
    public ModelWorld Apply(ModelStep step) => step.Kind switch
    {
        StepKind.Time => this with { Now = Now + Tick },
        StepKind.List => With(step, Members[step.Member] with { Listing = [.. Store.Leases.Values] }),
        StepKind.Plan => Plan(step.Member),
        StepKind.Claim => Claim(step.Member),
        StepKind.Answer => Answer(step.Member),
        StepKind.Renew => Renew(step.Member),
        StepKind.Renewed => With(step, Members[step.Member].Renewed(Now)),
        StepKind.Watch => With(step, Members[step.Member].Watch(Now)),
        StepKind.Drained => Drained(step.Member, NameOf(step.Partition)),
        StepKind.Crash => With(step, Members[step.Member] with { IsAlive = false }),
        StepKind.Restart => Restart(step.Member),
        _ => throw new InvalidOperationException(),
    };

    private ModelWorld With(ModelStep step, ModelMember member) => With(step.Member, member);

    private ModelWorld With(int index, ModelMember member) => this with { Members = Members.SetItem(index, member) };

    private ModelWorld Plan(int index)
    {
        var member = Members[index].Look(this);
        return member.Held.Find(member.Membership) is null ? With(index, member.Join()) : Planned(index, member);
    }

    private ModelWorld Planned(int index, ModelMember member)
    {
        var plan = member.Plan(this);
        ModelPromises.CheckGiveUp(member, plan);
        var (held, store) = (member.Held, Store);
        foreach (var partition in plan.GiveUp)
        {
            var name = LeaseName.Of(Group, partition);
            if (member.Flaw == Flaw.ReleasesBeforeTheDrain)
            {
                store = store.Release([held.Find(name)!.Value.Lease]);
            }

            held = held.Draining(name);
        }

        foreach (var dead in plan.Bury)
        {
            var (next, grant) = store.TryAcquire(new LeaseClaim(dead.Name, member.Name, ModelMember.Duration, dead));
            store = grant is { } granted ? next.Release([new Lease(dead.Name, member.Name, granted.Epoch)]) : next;
        }

        return With(index, member with { Held = held, Wanted = [.. plan.Acquire] }) with { Store = store };
    }

    private ModelWorld Claim(int index)
    {
        var member = Members[index];
        var state = member.Wanted[0];
        var owner = state.Name.Member is null ? member.Name : member.Self.TopicList;
        var claim = new LeaseClaim(state.Name, owner, ModelMember.Duration, state.Owner is null ? null : state);
        var (store, grant) = Store.TryAcquire(claim);
        var epochs = Epochs;
        if (grant is { } granted && state.Name.Partition is not null)
        {
            ModelPromises.CheckGrant(state.Name, granted.Epoch, epochs.GetValueOrDefault(state.Name));
            epochs = epochs.SetItem(state.Name, granted.Epoch);
        }

        var claiming = member with
        {
            Held = member.Held.Claimed(state.Name), Wanted = member.Wanted.RemoveAt(0), Claim = new ClaimAnswer(claim, grant, Now),
        };
        return With(index, claiming) with { Store = store, Epochs = epochs };
    }

    private ModelWorld Answer(int index)
    {
        var joining = Members[index].Claim is { Claim.Name.Member: not null, Grant: not null };
        var member = Members[index].Answered(Now);
        return joining ? Planned(index, member) : With(index, member);
    }

    private ModelWorld Renew(int index)
    {
        var member = Members[index].Watch(Now);
        if (member.Held.Kept is not { Count: > 0 } leases)
        {
            return With(index, member);
        }

        var (store, lost) = Store.Renew(leases);
        return With(index, member with { Renewal = new RenewalAnswer(leases, lost, Now) }) with { Store = store };
    }

    private ModelWorld Drained(int index, LeaseName name)
    {
        var member = Members[index];
        var held = member.Held.DrainEnded(name);
        var drained = held.Drained;
        return With(index, member with { Held = held.Released(drained) }) with { Store = Store.Release(drained) };
    }

    private ModelWorld Restart(int index)
    {
        var (member, restarts) = (Members[index], Members[index].Restarts + 1);
        var name = member.IsStable ? member.Name : member.Name[..1] + restarts;
        return With(index, new ModelMember(name, member.Topics, member.IsStable, member.Flaw) { Restarts = restarts })
            with { RestartsLeft = RestartsLeft - 1 };
    }
}
