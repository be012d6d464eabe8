namespace Omnibus.Processes.Tests;

/// <summary>
/// The tests that use as much of the machine as they get, and measure how long something takes: none runs beside another.
/// </summary>
internal static class OneAtATime
{
    public const string Name = "Processes, one test after the other";
}
