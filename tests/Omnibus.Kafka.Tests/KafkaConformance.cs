using Omnibus.Brokers;
using Omnibus.Conformance;
using Omnibus.Conformance.Xunit;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Tests;

public sealed class KafkaConformance : TransportConformance<KafkaHarness>;

/// <summary>A Kafka of its own, which cases may cut off.</summary>
public sealed class KafkaHarness : ITransportHarness
{
    private KafkaCluster? _cluster;

    public ITransportFactory Factory { get; } = new KafkaFactory();

    public IReadOnlyDictionary<string, string?> Settings => SettingsOf(_cluster!.BootstrapServers);

    public IReadOnlyDictionary<string, string?> UnreachableSettings { get; } = SettingsOf("127.0.0.1:1");

    public TimeSpan? SilenceLimit { get; } = TimeSpan.FromSeconds(6);

    public async ValueTask<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        var options = new KafkaClusterOptions { NeedsControl = true };
        if (await KafkaCluster.FindMissingAsync(options, cancellationToken) is { } missing)
        {
            return missing.Message;
        }

        _cluster = await KafkaCluster.StartAsync(options, cancellationToken);
        return null;
    }

    public async ValueTask<IAsyncDisposable?> InterruptAsync(CancellationToken cancellationToken)
    {
        await _cluster!.KillAsync();
        return new Interruption(_cluster);
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? default;

    private static Dictionary<string, string?> SettingsOf(string servers) => new()
    {
        ["BootstrapServers"] = servers,
        ["Client:max.poll.interval.ms"] = "6000",
        ["Client:session.timeout.ms"] = "6000",
        ["Client:heartbeat.interval.ms"] = "500",
    };

    private sealed class Interruption(KafkaCluster cluster) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await cluster.RestartAsync();
    }
}
