using System.Collections.Concurrent;
using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers;
using Omnibus.Configuration;
using Omnibus.Plugins.Loading;

namespace Omnibus.Plugins.Tests;

/// <summary>
/// Three major versions of one client library in one process: the application's own, which the transport <c>redis</c> of the tree uses, and one for each of two
/// transports from folders.
/// </summary>
public sealed class ConflictTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly string[] s_transports = ["one", "two", "three"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_three_work_together()
    {
        using var host = await BuildAsync(PluginLoader.Instance);
        await host.StartAsync(Stop);
        await PublishAndHandleAsync(host);

        var addresses = host.Services.GetRequiredService<BusConfiguration>().Transports.ToDictionary(transport => transport.Key, transport => transport.Value.Transport.Address);
        Assert.Equal(("StackExchange.Redis 1.2.6.0", "StackExchange.Redis 2.0.0.0"), (addresses["one"], addresses["two"]));
        Assert.Equal(3, typeof(StackExchange.Redis.ConnectionMultiplexer).Assembly.GetName().Version!.Major);
        var versions = AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Select(assembly => assembly.GetName())
            .Where(name => name.Name == "StackExchange.Redis").Select(name => name.Version!.Major).Distinct();
        Assert.Equal([1, 2, 3], versions.Order());
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task Without_isolation_they_do_not()
    {
        // The same application, with everything in the application's own context.
        var loader = new PluginLoader(static plugin => AssemblyLoadContext.Default.LoadFromAssemblyPath(plugin.File!));
        using var host = await BuildAsync(loader);
        await host.StartAsync(Stop);
        var exception = await Assert.ThrowsAsync<OmnibusException>(() => PublishAndHandleAsync(host));
        Assert.Equal("one", exception.Transport);
        var cause = exception.GetBaseException();
        Assert.True(cause is MissingMethodException or TypeLoadException, cause.ToString());

        // They were given the application's version, and a second one has no place there.
        var transports = host.Services.GetRequiredService<BusConfiguration>().Transports;
        Assert.All(s_transports[..2], name => Assert.Equal("StackExchange.Redis 3.0.0.0", transports[name].Transport.Address));
        Assert.Same(
            typeof(StackExchange.Redis.ConnectionMultiplexer).Assembly, AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(Folder(1), "StackExchange.Redis.dll")));
        await host.StopAsync(Stop);
    }

    private static string Folder(int version) => Path.Combine(AppContext.BaseDirectory, "plugins", $"Omnibus.Plugins.Redis{version}");

    private async Task<IHost> BuildAsync(ITransportPlugins plugins)
    {
        var server = await redis.GetAsync(Stop);
        var run = Guid.NewGuid().ToString("N");
        List<(string Path, string? Value)> settings =
        [
            ("Transport", "three"), ("PublishTimeout", "00:00:10"),
            ("Transports:one:Plugin", Folder(1)), ("Transports:one:Server", server.Address),
            ("Transports:two:Plugin", Folder(2)), ("Transports:two:Server", server.Address),
            ("Transports:three:Driver", "redis"), ("Transports:three:Url", server.Url),
        ];
        foreach (var name in s_transports)
        {
            settings.AddRange(
            [
                ($"Publish:{name}:Event", "org.example.login.v1"), ($"Publish:{name}:Transport", name), ($"Publish:{name}:Topic", $"{run}-{name}"),
                ($"Consume:{name}:Transport", name), ($"Consume:{name}:Topics", $"{run}-{name}"), ($"Consume:{name}:Ordering", "None"),
            ]);
        }

        var builder = Application.Builder(AppContext.BaseDirectory, [.. settings]);
        var handled = new Handled();
        builder.Services.AddSingleton(handled);
        var bus = builder.AddOmnibus();
        bus.Registrations.Plugins = plugins;
        foreach (var name in s_transports)
        {
            bus.Consumer(name).Handle<Login>((login, context, _) =>
            {
                handled.By[name].TrySetResult(login);
                return ValueTask.CompletedTask;
            });
        }

        return builder.Build();
    }

    private static async Task PublishAndHandleAsync(IHost host)
    {
        var receipt = await host.Services.GetRequiredService<IEventBus>().PublishAsync(new Login("ada"), cancellationToken: Stop);
        Assert.Equal(s_transports.Order(), receipt.Routes.Select(route => route.Transport).Order());
        foreach (var (_, task) in host.Services.GetRequiredService<Handled>().By)
        {
            Assert.Equal(new Login("ada"), await task.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        }
    }

    private sealed class Handled
    {
        public ConcurrentDictionary<string, TaskCompletionSource<Login>> By { get; } = new(
            s_transports.Select(name => KeyValuePair.Create(name, new TaskCompletionSource<Login>(TaskCreationOptions.RunContinuationsAsynchronously))));
    }
}
