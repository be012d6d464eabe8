using Omnibus;

namespace OpenTelemetry.Metrics;

/// <summary>The bus among the meters.</summary>
public static class OmnibusMetrics
{
    /// <summary>Collects the metrics of the bus. Their table is docs/telemetry.md.</summary>
    /// <param name="builder">The builder of metrics.</param>
    public static MeterProviderBuilder AddOmnibusInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(OmnibusTelemetry.MeterName);
    }
}
