using Omnibus.Brokers;

namespace Omnibus.Wire.Tests;

/// <summary>Where events travel in these tests: every transport, Kafka with a schema registry and without. Each broker is started when a test first asks.</summary>
public sealed class Places : IAsyncDisposable
{
    private readonly SharedRedis _redis = new();
    private readonly Lazy<Task<KafkaCluster>> _kafka = new(() => KafkaCluster.StartAsync(new KafkaClusterOptions { Registry = true }));
    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-wire-").FullName;

    public static TheoryData<string> All => ["memory", "sqlite", "redis", "kafka", "kafka-registry"];

    /// <summary>The settings of a transport.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> AtAsync(string place)
    {
        var settings = new Dictionary<string, string?> { ["Driver"] = place.Split('-')[0] };
        switch (place)
        {
            case "memory":
                settings["Name"] = "wire";
                break;
            case "sqlite":
                settings["Path"] = Path.Combine(_folder, "bus.db");
                break;
            case "redis":
                settings["Url"] = (await _redis.GetAsync(TestContext.Current.CancellationToken)).Url;
                break;
            default:
                var kafka = await KafkaAsync();
                settings["BootstrapServers"] = kafka.BootstrapServers;
                if (place == "kafka-registry")
                {
                    settings["SchemaRegistry:Url"] = kafka.RegistryUrl;
                }

                break;
        }

        return settings;
    }

    /// <summary>The address of the Redis, as its client takes it.</summary>
    public async Task<string> RedisOptionsAsync() => (await _redis.GetAsync(TestContext.Current.CancellationToken)).Address;

    public Task<KafkaCluster> KafkaAsync() => _kafka.Value.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        if (_kafka.IsValueCreated && _kafka.Value.IsCompletedSuccessfully)
        {
            await (await _kafka.Value).DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
