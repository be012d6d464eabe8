using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Campus.Service;

/// <summary>What every service of the campus has beside its work.</summary>
public static class CampusServiceExtensions
{
    /// <summary>Adds <see cref="Totals"/>, health checks (the bus is among them by itself), JSON in snake_case and, with <c>Campus:StopWithInput</c>, the stop at the end of standard input.</summary>
    public static void AddCampusService(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Totals>();
        builder.Services.AddHealthChecks();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        if (builder.Configuration.GetValue<bool>("Campus:StopWithInput"))
        {
            builder.Services.AddHostedService<StopWithInput>();
        }
    }

    /// <summary>Answers <c>GET /totals</c>, and an orchestrator's probes.</summary>
    public static void MapCampus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/totals", (Totals totals) => TypedResults.Ok(totals.Snapshot()));
        routes.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains("live") });
        routes.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
    }
}
