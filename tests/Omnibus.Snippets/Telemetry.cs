using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Omnibus.Snippets;

public static class Telemetry
{
    public static void Add(HostApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddOmnibusInstrumentation())
            .WithMetrics(metrics => metrics.AddOmnibusInstrumentation());
    }
}
