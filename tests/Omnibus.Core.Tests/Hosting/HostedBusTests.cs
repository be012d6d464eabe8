using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Omnibus.Configuration;
using Omnibus.Hosting;
using Omnibus.Tests.Configuration;

namespace Omnibus.Tests.Hosting;

public sealed class HostedBusTests : IDisposable
{
    private readonly RecordedLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_host_with_a_wrong_configuration_starts_nothing()
    {
        var builder = Builder(("Omnibus:Transport", "queue"), ("Omnibus:Colour", "red"));
        var other = new OtherService();
        builder.Services.AddHostedService(_ => other);
        builder.AddOmnibusCore().AddTransport<QueueFactory>();
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<OmnibusException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("Omnibus:Colour: is an unknown option.", Assert.Single(exception.Problems), StringComparison.Ordinal);
        Assert.False(other.Started);
    }

    [Fact]
    public void Adding_the_bus_again_gives_the_same_one()
    {
        var builder = Builder(("Omnibus:Transport", "queue"), ("Omnibus:Consume:welcome:Ordering", "None"));
        builder.AddOmnibusCore().AddTransport<QueueFactory>();
        builder.Services.AddOmnibusCore(new ConfigurationBuilder().Build()).Consumer("welcome").Handle<Login, LoginHandler>();
        builder.AddOmnibusCore().Consumer("Welcome").Handle<Login>((_, _, _) => ValueTask.CompletedTask);
        using var host = builder.Build();
        Assert.Single(host.Services.GetServices<IHostedService>().OfType<HostedBus>());
        Assert.Equal("welcome", Assert.Single(host.Services.GetRequiredService<BusConfiguration>().Consumers).Name);
        Assert.Equal(2, Assert.Single(host.Services.GetRequiredService<BusRegistrations>().Consumers).Handlers.Count);
    }

    [Fact]
    public void The_environment_and_the_name_of_the_host_are_used()
    {
        var builder = Builder();
        builder.Environment.EnvironmentName = "Development";
        builder.AddOmnibusCore().AddTransport<SqliteFactory>();
        using var host = builder.Build();
        var configuration = host.Services.GetRequiredService<BusConfiguration>();
        Assert.Equal(("sqlite", "campus"), (configuration.Transport, configuration.Service));
    }

    [Fact]
    public void Configuration_that_is_added_after_the_bus_counts_too()
    {
        var builder = Builder();
        builder.AddOmnibusCore().AddTransport<QueueFactory>();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Omnibus:Transport", "queue")]);
        using var host = builder.Build();
        Assert.Equal("queue", host.Services.GetRequiredService<BusConfiguration>().Transport);
    }

    [Fact]
    public async Task Services_without_a_host_need_a_name_and_a_transport()
    {
        var services = new ServiceCollection();
        services.AddOmnibusCore(new ConfigurationBuilder().Build()).AddTransport<QueueFactory>();
        await using var provider = services.BuildServiceProvider();
        Assert.Equal(
            ["Omnibus:Service", "Omnibus:Transport"],
            Assert.Throws<OmnibusException>(provider.GetRequiredService<IEventBus>).Problems.Select(problem => problem.Split(": ")[0]));
    }

    [Fact]
    public void The_time_for_a_stop_is_compared_with_that_of_the_host_where_it_is_known()
    {
        var builder = Builder(("Omnibus:Transport", "queue"));
        builder.AddOmnibusCore().AddTransport<QueueFactory>();
        builder.Services.AddSingleton(new ShutdownLimit(_ => TimeSpan.FromSeconds(25)));
        using var host = builder.Build();
        Assert.StartsWith(
            "Omnibus:DrainTimeout: 00:00:25 does not fit",
            Assert.Single(Assert.Throws<OmnibusException>(host.Services.GetRequiredService<BusConfiguration>).Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_says_where_events_are_kept()
    {
        var builder = Builder(("Omnibus:Transport", "sqlite"), ("Omnibus:Transports:sqlite:Path", "here.db"));
        builder.AddOmnibusCore().AddTransport<SqliteFactory>();
        await RunAsync(builder);
        Assert.Contains("Information: Transport sqlite is at here.db", _log.Lines);
    }

    [Fact]
    public async Task A_start_says_what_is_switched_off()
    {
        var builder = Builder(
            ("Omnibus:Transport", "queue"), ("Omnibus:Consume:welcome:Enabled", "false"),
            ("Omnibus:Publish:logins:Event", "org.example.login.v1"), ("Omnibus:Publish:logins:Enabled", "false"));
        builder.AddOmnibusCore().AddTransport<QueueFactory>().Consumer("welcome").Handle<Login, LoginHandler>();
        await RunAsync(builder);
        Assert.Contains("Warning: Consumer welcome is off: its option Enabled is false", _log.Lines);
        Assert.Contains("Warning: Route logins of org.example.login.v1 is off: its option Enabled is false", _log.Lines);
    }

    [Fact]
    public async Task A_start_says_that_the_whole_bus_is_off()
    {
        var builder = Builder(("Omnibus:Transport", "none"));
        builder.AddOmnibusCore().AddTransport<QueueFactory>();
        await RunAsync(builder);
        Assert.Contains("Warning: The bus of campus is off: Omnibus:Transport is none. Nothing is published and nothing is consumed", _log.Lines);
    }

    [Fact]
    public void A_consumer_whose_name_would_be_a_path_is_refused() =>
        Assert.Throws<ArgumentException>(() => Builder().AddOmnibusCore().Consumer("wel:come"));

    private static async Task RunAsync(HostApplicationBuilder builder)
    {
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private HostApplicationBuilder Builder(params (string Path, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "campus", EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Path, setting.Value)));
        builder.Logging.AddProvider(_log);
        return builder;
    }

    private sealed class OtherService : IHostedService
    {
        public bool Started { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Started = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
