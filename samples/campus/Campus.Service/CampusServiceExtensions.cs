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
    /// <summary>Adds <see cref="Totals"/>, JSON in snake_case and, with <c>Campus:StopWithInput</c>, the stop at the end of standard input.</summary>
    public static void AddCampusService(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Totals>();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        if (builder.Configuration.GetValue<bool>("Campus:StopWithInput"))
        {
            builder.Services.AddHostedService<StopWithInput>();
        }
    }

    /// <summary>Answers <c>GET /totals</c>.</summary>
    public static void MapTotals(this IEndpointRouteBuilder routes) => routes.MapGet("/totals", (Totals totals) => TypedResults.Ok(totals.Snapshot()));
}
