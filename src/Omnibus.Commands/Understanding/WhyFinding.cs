namespace Omnibus.Commands.Understanding;

/// <summary>Why an event does not arrive: the first thing on its way that keeps it.</summary>
internal enum WhyCause
{
    /// <summary>Nothing does: the group has settled it.</summary>
    None,

    /// <summary>No event of this type is known.</summary>
    UnknownType,

    /// <summary>The bus is switched off.</summary>
    BusIsOff,

    /// <summary>Publishing it fails: it has no route.</summary>
    NoRoute,

    /// <summary>Every route of it is switched off.</summary>
    RouteIsOff,

    /// <summary>The broker cannot be reached, or does not let us.</summary>
    BrokerAway,

    /// <summary>It is stored under another prefix.</summary>
    OtherPrefix,

    /// <summary>It is not stored.</summary>
    NotStored,

    /// <summary>No such group has ever read the topic.</summary>
    NoGroup,

    /// <summary>The group gave up on it.</summary>
    DeadLettered,

    /// <summary>The group has no handler for it.</summary>
    NoHandler,

    /// <summary>The group began after it.</summary>
    StartedLater,

    /// <summary>The group is past it.</summary>
    PositionBeyond,

    /// <summary>Nobody of the group runs.</summary>
    NoMember,

    /// <summary>A member has it in hand, or tries it again.</summary>
    Retrying,

    /// <summary>A member reads the partition and has others before it.</summary>
    WaitsBehind,
}

/// <summary>What <c>omnibus why</c> found.</summary>
/// <param name="Cause">The first cause.</param>
/// <param name="Said">What it is, as a sentence.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Passed">What was looked at before and is well.</param>
internal sealed record WhyFinding(string Cause, string Said, string Fix, IReadOnlyList<string> Passed);

/// <summary>Ends the walk: the cause is found.</summary>
internal sealed class WhyFoundException(WhyCause cause, string said, string fix) : Exception(said)
{
    public WhyCause Cause { get; } = cause;

    public string Fix { get; } = fix;
}
