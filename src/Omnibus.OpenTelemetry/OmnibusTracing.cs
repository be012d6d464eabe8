using Omnibus;

namespace OpenTelemetry.Trace;

/// <summary>The bus among the sources of traces.</summary>
public static class OmnibusTracing
{
    /// <summary>
    /// Collects the spans of publishing and handling. A handler's span is a child of the one that published its event, also in another process: events carry
    /// <c>traceparent</c>. Spans and their attributes are in docs/telemetry.md.
    /// </summary>
    /// <param name="builder">The builder of tracing.</param>
    public static TracerProviderBuilder AddOmnibusInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(OmnibusTelemetry.SourceName);
    }
}
