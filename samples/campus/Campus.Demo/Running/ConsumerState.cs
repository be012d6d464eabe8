using Campus.Service;

namespace Campus.Demo.Running;

/// <summary>How it stands with a consuming service.</summary>
/// <param name="Consumer">Which one.</param>
/// <param name="Running">Whether its process lives.</param>
/// <param name="Totals">What it has counted, by its last answer.</param>
/// <param name="Expected">How many events were published for it.</param>
/// <param name="Lag">How many records its group has not settled; null where the broker does not say.</param>
/// <param name="DeadLetters">How many records are among its dead letters.</param>
/// <param name="Ready">Whether its group has a member and a place in every topic.</param>
internal sealed record ConsumerState(Consumer Consumer, bool Running, TotalsSnapshot Totals, long Expected, long? Lag, long DeadLetters, bool Ready)
{
    /// <summary>How many different events it has handled.</summary>
    public long Handled => Totals.ByType.Values.Sum();

    /// <summary>Every event that was published for it is handled or, if it was refused, among the dead letters; and all of it is settled.</summary>
    public bool AllArrived => Handled + DeadLetters == Expected && Lag is null or 0;
}
