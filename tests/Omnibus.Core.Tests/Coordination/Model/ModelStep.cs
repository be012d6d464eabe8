namespace Omnibus.Core.Tests.Coordination.Model;

/// <summary>One atomic thing that happens.</summary>
internal readonly record struct ModelStep(StepKind Kind, int Member = -1, int Partition = -1)
{
    public override string ToString() =>
        Kind + (Member < 0 ? "" : $" {(char)('a' + Member)}") + (Partition < 0 ? "" : $" p{Partition}");
}

/// <summary>What can happen. A member is frozen as long as nothing of it happens.</summary>
internal enum StepKind
{
    /// <summary>Time passes for everybody.</summary>
    Time,

    /// <summary>The store lists its leases for a member.</summary>
    List,

    /// <summary>The listing arrives, and the member plans.</summary>
    Plan,

    /// <summary>The member claims the next lease that it wants, and the store decides.</summary>
    Claim,

    /// <summary>The store's decision arrives.</summary>
    Answer,

    /// <summary>The member renews, and the store does.</summary>
    Renew,

    /// <summary>The store's answer arrives.</summary>
    Renewed,

    /// <summary>The member looks at its clock.</summary>
    Watch,

    /// <summary>The consumer is done with a partition, and it is released.</summary>
    Drained,

    /// <summary>The member's process ends without a word.</summary>
    Crash,

    /// <summary>It is started again.</summary>
    Restart,
}
