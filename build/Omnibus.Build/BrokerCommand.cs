using Omnibus.Brokers;

namespace Omnibus.Build;

/// <summary>A real broker to try things with, until Ctrl+C or the end of this process.</summary>
internal static class BrokerCommand
{
    public static async Task<int> RunAsync(string broker, CancellationToken cancellationToken)
    {
        if (broker == "redis")
        {
            await using var server = await RedisServer.StartAsync(cancellationToken: cancellationToken);
            await HoldAsync(server.Url, cancellationToken);
        }
        else if (broker == "nats")
        {
            await using var server = await NatsServer.StartAsync(cancellationToken: cancellationToken);
            await HoldAsync(server.Url, cancellationToken);
        }
        else
        {
            await using var cluster = await KafkaCluster.StartAsync(cancellationToken: cancellationToken);
            await HoldAsync(cluster.BootstrapServers, cancellationToken);
        }
        return 0;
    }

    private static async Task HoldAsync(string address, CancellationToken cancellationToken)
    {
        Console.WriteLine(address);
        Console.Error.WriteLine("Ctrl+C ends it and deletes its data.");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
