using System.Collections.Immutable;
using Omnibus.Coordinating;
using Omnibus.Drivers;

namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>
/// A member of the model: a value. It decides with the product's planner and keeps the product's books; only what goes between them, in the
/// coordinator with tasks, is said again here as single steps.
/// </summary>
internal sealed record ModelMember(string Name, ImmutableArray<string> Topics, bool IsStable, Flaw Flaw)
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public bool IsAlive { get; init; } = true;

    public int Restarts { get; init; }

    public GroupMember Self { get; init; } = new(Name, Topics);

    public HeldLeases Held { get; init; } = HeldLeases.None;

    public LeaseSightings Sightings { get; init; } = LeaseSightings.None;

    public bool HasLooked { get; init; }

    /// <summary>What the store said and did not arrive yet.</summary>
    public ImmutableArray<LeaseState>? Listing { get; init; }

    /// <summary>What the plan still wants to acquire.</summary>
    public ImmutableArray<LeaseState> Wanted { get; init; } = [];

    /// <summary>The answer to a claim that did not arrive yet.</summary>
    public ClaimAnswer? Claim { get; init; }

    /// <summary>The answer to a renewal that did not arrive yet.</summary>
    public RenewalAnswer? Renewal { get; init; }

    public LeaseName Membership => LeaseName.Of(ModelWorld.Group, Name);

    public bool CanLook => IsAlive && Listing is null && Wanted.IsEmpty && Claim is null;

    public bool CanAcquire => IsAlive && !Wanted.IsEmpty && Claim is null;

    /// <summary>What it would deliver now.</summary>
    public bool MayDeliver(LeaseName name, TimeSpan now) =>
        IsAlive && Held.Find(name) is { } held && Held.IsValid(name, held.Lease.Epoch, Flaw == Flaw.IgnoresItsClock ? TimeSpan.MinValue : now);

    /// <summary>A listing arrives.</summary>
    public ModelMember Look(ModelWorld world)
    {
        var listing = Listing!.Value;
        var held = HasLooked && IsStable
            ? Held
            : Held.Inherit(listing.Where(state => state.Name.Member == Name || state.Owner == Name));
        var listed = listing.Select(state => state.Name).ToHashSet();
        var never = world.PartitionsOf(this).Select(partition => LeaseName.Of(ModelWorld.Group, partition))
            .Where(name => !listed.Contains(name)).Select(name => new LeaseState(name, null, 0, 0, Duration));
        return this with
        {
            Listing = null,
            Held = held,
            HasLooked = true,
            Sightings = Sightings.Observe(listing.Concat(never).Select(Misread), world.Now),
        };
    }

    /// <summary>What the first step of the round is: joining, or nothing yet where another process has the name.</summary>
    public ModelMember Join()
    {
        var seen = Sightings.Find(Membership);
        return seen is { IsTakeable: false } taken && !Held.IsOurs(taken.State)
            ? this
            : this with { Wanted = [seen?.State ?? new LeaseState(Membership, null, 0, 0, Duration)] };
    }

    public LeasePlan Plan(ModelWorld world)
    {
        var plan = LeasePlanner.Plan(Self, world.PartitionsOf(this).ToHashSet(), Sightings, Held, Duration * 2);
        var mine = Held.All.Where(held => held.Phase == LeasePhase.Held).Select(held => held.Lease.Name.Partition).OfType<TopicPartition>().ToList();
        return Flaw switch
        {
            Flaw.NeverGivesUp => plan with { GiveUp = [] },
            Flaw.GivesWithoutNeed when plan.Members.Count > 1 && mine.Count > 0 => plan with { GiveUp = [mine[0]] },
            Flaw.GivesToNobody when mine.Count > 1 => plan with { GiveUp = [mine[0]] },
            _ => plan,
        };
    }

    /// <summary>An answer to a claim arrives.</summary>
    public ModelMember Answered(TimeSpan now)
    {
        var (claim, grant, asked) = Claim!.Value;
        return this with
        {
            Claim = null,
            Held = grant is { } granted
                ? Held.Granted(new Lease(claim.Name, claim.Owner, granted.Epoch), (Flaw == Flaw.CountsFromTheAnswer ? now : asked) + Duration)
                : Held.Refused(claim.Name),
        };
    }

    /// <summary>An answer to a renewal arrives.</summary>
    public ModelMember Renewed(TimeSpan now)
    {
        var (renewed, lost, asked) = Renewal!.Value;
        return this with
        {
            Renewal = null,
            Held = Watch(now).Held.Renewed(renewed, lost, (Flaw == Flaw.CountsFromTheAnswer ? now : asked) + Duration),
        };
    }

    public ModelMember Watch(TimeSpan now) => Flaw == Flaw.IgnoresItsClock ? this : this with { Held = Held.Expired(now) };

    private LeaseState Misread(LeaseState state) => Flaw switch
    {
        Flaw.TakesTooEarly => state with { Duration = TimeSpan.FromSeconds(1) },
        Flaw.CountsTheDead when state.Name.Member is not null => state with { Duration = TimeSpan.FromDays(1) },
        _ => state,
    };
}

internal readonly record struct ClaimAnswer(LeaseClaim Claim, LeaseGrant? Grant, TimeSpan Asked);

internal readonly record struct RenewalAnswer(IReadOnlyList<Lease> Leases, IReadOnlyList<Lease> Lost, TimeSpan Asked);
