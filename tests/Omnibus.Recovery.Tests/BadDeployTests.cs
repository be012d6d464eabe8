using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Omnibus.Brokers;
using Omnibus.Recovery.Tests.Harness;

namespace Omnibus.Recovery.Tests;

/// <summary>A version whose every handler call fails meets a backlog.</summary>
public sealed class BadDeployTests(SharedRedis redis)
{
    private const int Waiting = 10_000;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task With_ten_thousand_waiting_a_handful_become_dead_letters_the_service_is_unready_and_after_the_fix_the_rest_is_handled_in_order(string transport)
    {
        await using var place = await Place.CreateAsync(transport, redis);
        await place.PublishAsync(0, Waiting);
        var handled = new Backlog { Fails = static _ => true };
        var host = await place.ReadAsync(consumer => consumer.Handle(handled), new KeyValuePair<string, string?>($"Consume:{Place.Reader}:Start", "earliest"));

        var began = Stopwatch.GetTimestamp();
        await Until.HoldsAsync(async () => await WhyUnreadyAsync(host) is { } problem && problem.Contains(nameof(Backlog), StringComparison.Ordinal), () => "the service is ready while everything fails");
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        handled.Fails = static _ => false;
        var last = Enumerable.Range(Waiting - 7, 7).Select(number => (long)number);
        await Until.HoldsAsync(() => !last.Except(handled.Numbers).Any(), () => $"{handled.All.Count} of {Waiting} handled");
        await Until.HoldsAsync(async () => await WhyUnreadyAsync(host) is null, () => "the service is unready while everything succeeds");

        Assert.InRange(handled.All.Count, Waiting - 10, Waiting - 1);
        foreach (var key in handled.Numbers.GroupBy(number => number % 7))
        {
            Assert.Equal(key.Order(), key);
        }

        Assert.Equal(0, (await place.ToolAsync("dead-letters", "redrive", "--group", place.Group)).Code);
        await handled.UntilAsync(Waiting);
        Assert.Equal(Enumerable.Range(0, Waiting).Select(number => (long)number), handled.Numbers.Order());
    }

    private static async Task<string?> WhyUnreadyAsync(IHost host)
    {
        var ready = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single(check => check.Name == "omnibus-ready");
        var result = await ready.Factory(host.Services).CheckHealthAsync(new HealthCheckContext { Registration = ready }, TestContext.Current.CancellationToken);
        return result.Status == HealthStatus.Healthy ? null : result.Description;
    }

    private sealed class Backlog : Handled;
}
