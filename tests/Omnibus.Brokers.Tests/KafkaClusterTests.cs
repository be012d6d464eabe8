using System.Net.Sockets;

namespace Omnibus.Brokers.Tests;

public sealed class KafkaClusterTests
{
    [Fact]
    public async Task A_cluster_survives_freezing_and_killing_and_leaves_nothing()
    {
        await using var cluster = await KafkaCluster.StartAsync(new() { NeedsControl = true }, TestContext.Current.CancellationToken);
        var servers = cluster.BootstrapServers;
        await cluster.FreezeAsync();
        await cluster.ThawAsync();
        await ConnectAsync(servers);
        await cluster.KillAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(servers));
        await cluster.RestartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(servers, cluster.BootstrapServers);
        await ConnectAsync(servers);
        await cluster.DisposeAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(servers));
    }

    private static async Task ConnectAsync(string servers)
    {
        var parts = servers.Split(':');
        using var client = new TcpClient();
        await client.ConnectAsync(parts[0], int.Parse(parts[1]), TestContext.Current.CancellationToken);
    }
}
