using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Drivers;

namespace Omnibus.Tests;

public sealed class AddOmnibusTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_is_published_reaches_its_handler()
    {
        var handled = new TaskCompletionSource<(Login Login, string Topic, string? Key, string Group)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Builder(("Omnibus:Transport", "memory"));
        builder.AddOmnibus().Consumer("welcome").Handle<Login>((login, context, _) =>
        {
            handled.TrySetResult((login, context.Topic, context.Key, context.Group));
            return ValueTask.CompletedTask;
        });
        using var host = builder.Build();
        await host.StartAsync(Stop);
        var receipt = await host.Services.GetRequiredService<IEventBus>().PublishAsync(new Login("ada"), cancellationToken: Stop);
        Assert.Equal(RouteState.Stored, receipt.Route.State);
        Assert.Equal((new Login("ada"), "user-login", "ada", "campus.welcome"), await handled.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task Services_without_a_builder_get_the_same_bus()
    {
        var services = new ServiceCollection();
        services.AddOmnibus(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Omnibus:Transport", "memory"), new("Omnibus:Service", "campus")])
            .Build());
        await using var provider = services.BuildServiceProvider();
        var receipt = await provider.GetRequiredService<IEventBus>().PublishAsync(new Login("ada"), cancellationToken: Stop);
        Assert.Equal(("memory", "user-login"), (receipt.Route.Transport, receipt.Route.Topic));
    }

    [Fact]
    public async Task A_bus_that_is_off_takes_events_and_stores_none()
    {
        var builder = Builder(("Omnibus:Transport", "none"));
        builder.AddOmnibus().Consumer("welcome").Handle<Login>(static (_, _, _) => throw new InvalidOperationException("The bus is off."));
        using var host = builder.Build();
        await host.StartAsync(Stop);
        Assert.Empty((await host.Services.GetRequiredService<IEventBus>().PublishAsync(new Login("ada"), cancellationToken: Stop)).Routes);
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task Without_implicit_routes_an_event_that_no_entry_names_is_not_published()
    {
        var builder = Builder(("Omnibus:Transport", "memory"), ("Omnibus:ImplicitRoutes", "false"));
        builder.AddOmnibus();
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<OmnibusException>(async () =>
            await host.Services.GetRequiredService<IEventBus>().PublishAsync(new Login("ada"), cancellationToken: Stop));
        Assert.Equal(FaultCode.NoRoute, exception.Code);
    }

    [Fact]
    public void Every_transport_of_the_package_can_be_chosen()
    {
        var problem = Assert.Single(Problems(("Omnibus:Transport", "pulsar")));
        Assert.Equal(
            "Omnibus:Transport: 'pulsar' is neither an entry of Omnibus:Transports nor an installed driver. Installed: kafka, memory, redis, sqlite.", problem);
    }

    [Fact]
    public void A_stop_must_fit_into_the_shutdown_timeout_of_the_host()
    {
        var builder = Builder(("Omnibus:Transport", "memory"));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        Assert.Equal(
            [
                "Omnibus:DrainTimeout: 00:00:25 does not fit into the host's shutdown timeout, which is 00:00:05. "
                + "Lower it, or raise HostOptions.ShutdownTimeout above it.",
            ],
            Problems(builder));
    }

    [Fact]
    public void A_transport_that_the_application_puts_in_the_place_of_another_stays()
    {
        var builder = Builder(("Omnibus:Transport", "redis"));
        builder.AddOmnibus().AddTransport<OtherRedis>();
        builder.AddOmnibus();
        Assert.Equal(["Omnibus:Transports:redis:Elsewhere: is missing. Set it."], Problems(builder));
    }

    private static IReadOnlyList<string> Problems(params (string Path, string Value)[] settings) => Problems(Builder(settings));

    private static IReadOnlyList<string> Problems(HostApplicationBuilder builder)
    {
        builder.AddOmnibus();
        using var host = builder.Build();
        return Assert.Throws<OmnibusException>(host.Services.GetRequiredService<IEventBus>).Problems;
    }

    private static HostApplicationBuilder Builder(params (string Path, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "campus", EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Path, setting.Value)));
        return builder;
    }

    private sealed class OtherRedis : ITransportFactory
    {
        public TransportInfo Info { get; } = new("redis") { Coordination = Drivers.Coordination.None, Abilities = [], TopicNames = new TopicNames(9), Durable = true };

        public IReadOnlyList<SettingInfo> Settings { get; } = [new("Elsewhere", SettingKind.Text, "Set it.") { Required = true }];

        public ITransport Create(TransportSettings settings, TransportHost host) => throw new NotSupportedException();
    }
}
