namespace Omnibus;

/// <summary>The names under which the bus can be listened to. What is told under them is in docs/telemetry.md.</summary>
public static class OmnibusTelemetry
{
    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/> of publishing and handling.</summary>
    public const string SourceName = "Omnibus";

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Omnibus";
}
