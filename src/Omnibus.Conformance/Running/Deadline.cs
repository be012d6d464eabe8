namespace Omnibus.Conformance.Running;

/// <summary>The end of a bounded wait.</summary>
internal readonly struct Deadline(TimeProvider clock, TimeSpan patience)
{
    private readonly long _start = clock.GetTimestamp();

    public bool Passed => clock.GetElapsedTime(_start) >= patience;
}
