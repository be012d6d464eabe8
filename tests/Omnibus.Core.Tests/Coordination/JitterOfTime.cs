namespace Omnibus.Core.Tests.Coordination;

/// <summary>Jitter that depends on the time alone, so that a run is the same each time whichever of a member's tasks asks first.</summary>
internal sealed class JitterOfTime(TimeProvider time, int seed) : Random
{
    public override double NextDouble() => unchecked((uint)((time.GetTimestamp() / 10_000 * 2_654_435_761) + (seed * 40_503L))) / (uint.MaxValue + 1.0);
}
