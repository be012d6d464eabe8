using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Omnibus.Diagnostics;

/// <summary>The bus among the health checks of the host. They cost nothing where the host asks for none.</summary>
internal static class BusHealthChecks
{
    /// <summary>Whether the loops run: what a liveness probe asks.</summary>
    public const string Live = "omnibus-live";

    /// <summary>Whether brokers answer and consumers have their place: what a readiness probe asks.</summary>
    public const string Ready = "omnibus-ready";

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton(provider => new BusCheckup(provider.GetRequiredService<BusRuntime>(), provider.GetRequiredService<TimeProvider>()));
        services.Configure<HealthCheckServiceOptions>(options =>
        {
            options.Registrations.Add(new HealthCheckRegistration(
                Live, provider => new Check(_ => Task.FromResult(provider.GetRequiredService<BusCheckup>().FindDead())), failureStatus: null, tags: ["live"]));
            options.Registrations.Add(new HealthCheckRegistration(
                Ready, provider => new Check(provider.GetRequiredService<BusCheckup>().FindUnreadyAsync), failureStatus: null, tags: ["ready"]));
        });
    }

    private sealed class Check(Func<CancellationToken, Task<IReadOnlyList<string>>> find) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var problems = await find(cancellationToken).ConfigureAwait(false);
            return problems.Count == 0 ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, string.Join(" ", problems));
        }
    }
}
