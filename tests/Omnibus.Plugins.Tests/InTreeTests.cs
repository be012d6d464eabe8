using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Plugins.Tests.Making;

namespace Omnibus.Plugins.Tests;

/// <summary>The transports of the tree work from a folder as they are, with libraries of their own.</summary>
public sealed class InTreeTests(SharedRedis redis) : IClassFixture<SharedRedis>, IDisposable
{
    private readonly TemporaryPlugins _files = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task Sqlite_with_its_native_library() => RoundTripAsync("sqlite", "Omnibus.Sqlite", ("Path", Path.Combine(_files.Root, "bus.db")));

    [Fact]
    public async Task Redis() => await RoundTripAsync("redis", "Omnibus.Redis", ("Url", (await redis.GetAsync(Stop)).Url));

    [Fact]
    public void Kafka_with_its_native_library()
    {
        var builder = Application.Builder(AppContext.BaseDirectory, ("Transport", "kafka"), ("Transports:kafka:Plugin", Folder("Omnibus.Kafka")), ("Transports:kafka:BootstrapServers", "127.0.0.1:1"));
        builder.AddOmnibusCore().AddPlugins();
        using var host = builder.Build();
        Assert.NotNull(host.Services.GetRequiredService<IEventBus>());
    }

    [Theory]
    [InlineData("Omnibus.Sqlite", "sqlite", "Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3")]
    [InlineData("Omnibus.Redis", "redis", "StackExchange.Redis", "StackExchange.Redis")]
    [InlineData("Omnibus.Kafka", "kafka", "Confluent.Kafka", "librdkafka.redist")]
    [InlineData("Omnibus.Memory", null, "", "")]
    public void A_folder_is_described_without_running_it(string folder, string? name, string library, string package)
    {
        var plugin = PluginFolder.Describe(Folder(folder), AppContext.BaseDirectory);
        Assert.Equal(name, plugin.Name);
        if (name is null)
        {
            Assert.Equal("OMN1201", Assert.Single(plugin.Problems).Id);
            return;
        }

        Assert.Empty(plugin.Problems);
        Assert.Equal((1, new Version(0, 1, 0, 0)), (plugin.ContractVersion, plugin.AssemblyVersion));
        Assert.StartsWith("0.1.0", plugin.Version, StringComparison.Ordinal);
        Assert.Contains(plugin.Assemblies, assembly => assembly.Name == library && assembly.Version.Major > 0 && assembly.File == $"{library}.dll");
        Assert.Contains(plugin.Packages, found => found.Name == package);
        Assert.Equal(name != "redis", plugin.NativeLibraries.Any(native => native.IsFor("linux-musl-x64")));
        Assert.Equal(name != "redis", plugin.NativeLibraries.Any(native => native.Runtime == "win-x64"));
    }

    public void Dispose() => _files.Dispose();

    private static string Folder(string project) => Path.Combine(AppContext.BaseDirectory, "plugins", project);

    private static async Task RoundTripAsync(string driver, string project, (string Name, string Value) setting)
    {
        var handled = new TaskCompletionSource<Login>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Application.Builder(
            AppContext.BaseDirectory, ("Transport", "main"), ("Transports:main:Plugin", $"plugins/{project}"), ($"Transports:main:{setting.Name}", setting.Value));
        var bus = builder.AddOmnibusCore().AddPlugins();
        bus.Consumer("welcome").Handle<Login>((login, _, _) =>
        {
            handled.TrySetResult(login);
            return ValueTask.CompletedTask;
        });
        using var host = builder.Build();
        await host.StartAsync(Stop);
        var receipt = await host.Services.GetRequiredService<IEventBus>().PublishAsync(new Login("ada"), cancellationToken: Stop);
        Assert.Equal(("main", RouteState.Stored), (receipt.Route.Transport, receipt.Route.State));
        Assert.Equal(new Login("ada"), await handled.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        await host.StopAsync(Stop);

        var context = Assert.Single(AssemblyLoadContext.All, context => context.Name!.EndsWith(Folder(project), StringComparison.Ordinal));
        Assert.Equal($"Omnibus transport {driver} in {Folder(project)}", context.Name);
        Assert.Contains(context.Assemblies, assembly => assembly.GetName().Name == project);
        Assert.DoesNotContain(context.Assemblies, assembly => assembly == typeof(ITransport).Assembly);
        Assert.All(context.Assemblies, assembly => Assert.StartsWith(Folder(project), assembly.Location, StringComparison.Ordinal));
    }
}
