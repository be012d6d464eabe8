namespace Omnibus;

/// <summary>Which deliveries of a consumer wait for each other.</summary>
public enum Ordering
{
    /// <summary>Those of one partition.</summary>
    Partition,

    /// <summary>Those of one key.</summary>
    Key,

    /// <summary>None.</summary>
    None,
}

/// <summary>What happens to a delivery after its last attempt failed, or that cannot be decoded.</summary>
public enum FailureAction
{
    /// <summary>It is stored, unchanged and with its reason, in the dead-letter topic of its group.</summary>
    DeadLetter,

    /// <summary>It is counted and passed over.</summary>
    Skip,

    /// <summary>The consumer stops and is unhealthy; the delivery stays where it is.</summary>
    Stop,
}

/// <summary>What happens to a delivery of a type that the consumer has no handler for.</summary>
public enum UnhandledAction
{
    /// <summary>It is counted and passed over; logged once for each type.</summary>
    Skip,

    /// <summary>It is stored in the dead-letter topic of its group.</summary>
    DeadLetter,

    /// <summary>The consumer stops and is unhealthy; the delivery stays where it is.</summary>
    Stop,
}
