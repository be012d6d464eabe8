using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Omnibus.Brokers;
using Omnibus.Commands;

[assembly: AssemblyFixture(typeof(SharedRedis))]

namespace Omnibus.Recovery.Tests.Harness;

/// <summary>Where a test takes place: a transport with nothing on it, which services and the tool share.</summary>
public sealed class Place : IAsyncDisposable
{
    /// <summary>The group of services that <see cref="StartAsync"/> starts.</summary>
    public const string Reader = "reader";

    private readonly List<IHost> _hosts = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-recovery-").FullName;
    private readonly Dictionary<string, string?> _settings;

    private Place(Dictionary<string, string?> settings) => _settings = settings;

    public string Group { get; } = $"group-{Guid.NewGuid():N}";

    public string Folder => _folder;

    /// <summary>What everything here is configured with, below <c>Omnibus</c>. What a test adds holds for what is started later.</summary>
    public IDictionary<string, string?> Settings => _settings;

    public static async Task<Place> CreateAsync(string transport, SharedRedis redis, int? partitions = null, RedisServer? server = null)
    {
        var place = new Place(new Dictionary<string, string?> { ["Transport"] = transport, ["TopicPrefix"] = $"t{Guid.NewGuid():N}"[..9] });
        if (partitions is { } number)
        {
            place._settings["Topics:counted:Partitions"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        switch (transport)
        {
            case "redis":
                place._settings["Transports:redis:Url"] = (server ?? await redis.GetAsync(TestContext.Current.CancellationToken)).Url;
                break;
            case "sqlite":
                place._settings["Transports:sqlite:Path"] = Path.Combine(place._folder, "bus.db");
                break;
            default:
                place._settings["Transports:memory:Name"] = place.Group;
                break;
        }

        await place.StartAsync(static _ => { });
        return place;
    }

    /// <summary>A service; without consumers it only publishes.</summary>
    public async Task<IHost> StartAsync(Action<OmnibusBuilder> register, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "service" });
        var bus = builder.AddOmnibus().AddEvents<TestsEventCatalogue>();
        register(bus);
        var all = _settings.Concat(settings ?? []).DistinctBy(static setting => setting.Key).ToDictionary(static setting => $"Omnibus:{setting.Key}", static setting => setting.Value);
        foreach (var (name, value) in settings ?? [])
        {
            all[$"Omnibus:{name}"] = value;
        }

        builder.Configuration.AddInMemoryCollection(all);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        _hosts.Add(host);
        return host;
    }

    /// <summary>A service of <see cref="Group"/> that tries everything twice, at once.</summary>
    public Task<IHost> ReadAsync(Action<ConsumerBuilder> handlers, params KeyValuePair<string, string?>[] settings) => StartAsync(
        bus => handlers(bus.Consumer(Reader)),
        [
            new($"Consume:{Reader}:Group", Group), new($"Consume:{Reader}:Retry:Attempts", "2"), new($"Consume:{Reader}:Retry:FirstDelay", "00:00:00.001"), .. settings,
        ]);

    public async Task StopAsync(IHost host)
    {
        await host.StopAsync(TestContext.Current.CancellationToken);
        _hosts.Remove(host);
        host.Dispose();
    }

    /// <summary>Publishes as many events, numbered from <paramref name="first"/>, over seven keys.</summary>
    public Task PublishAsync(int first, int count) => PublishWithAsync(_hosts[0], first, count);

    /// <summary>The same, from a certain service.</summary>
    public static async Task PublishWithAsync(IHost host, int first, int count)
    {
        var bus = host.Services.GetRequiredService<IEventBus>();
        foreach (var chunk in Enumerable.Range(first, count).Select(static number => new Counted($"key-{number % 7}", number)).Chunk(500))
        {
            await bus.PublishAsync(chunk, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Runs the tool with this place's settings.</summary>
    public async Task<Outcome> ToolAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        string[] settings = [.. _settings.SelectMany(static setting => (string[])["--set", $"{setting.Key}={setting.Value}"])];
        var code = await OmnibusTool.RunAsync([.. args, .. settings], [new TestsEventCatalogue()], output, error, TextReader.Null, TestContext.Current.CancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _hosts.Count - 1; i >= 0; i--)
        {
            await _hosts[i].StopAsync(CancellationToken.None);
            _hosts[i].Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What a command printed and said.</summary>
public sealed record Outcome(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public System.Text.Json.Nodes.JsonArray Rows => System.Text.Json.Nodes.JsonNode.Parse(Output)!.AsArray();
}
