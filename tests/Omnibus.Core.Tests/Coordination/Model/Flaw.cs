namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>A mistake that a member or a store of the model makes, so that the model can be seen to notice.</summary>
public enum Flaw
{
    None,

    /// <summary>A member takes leases that stood still for a third of their duration.</summary>
    TakesTooEarly,

    /// <summary>A member counts its leases from when an answer came, not from when it asked.</summary>
    CountsFromTheAnswer,

    /// <summary>A member believes to hold what it holds, however long it was frozen.</summary>
    IgnoresItsClock,

    /// <summary>A member releases a partition while its consumer is still at work.</summary>
    ReleasesBeforeTheDrain,

    /// <summary>A member keeps what it has.</summary>
    NeverGivesUp,

    /// <summary>A member gives a partition away in each round.</summary>
    GivesWithoutNeed,

    /// <summary>A member gives a partition away when nobody else may have it.</summary>
    GivesToNobody,

    /// <summary>A member never notices that another one is dead.</summary>
    CountsTheDead,

    /// <summary>The store gives a lease without a new epoch after it was released.</summary>
    KeepsTheEpoch,

    /// <summary>The store takes settlements of every epoch.</summary>
    SettlesAnything,

    /// <summary>The store does not compare the counter.</summary>
    ComparesNoCounter,
}
