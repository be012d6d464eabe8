using System.Diagnostics;
using System.Net.Sockets;

namespace Omnibus.Brokers.Tests;

/// <summary>A test run that crashes leaves nothing behind. The run is the program that holds a broker for a developer.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("redis")]
    [InlineData("kafka")]
    public async Task A_killed_owner_takes_its_broker_and_its_folder_with_it(string broker)
    {
        var cancellation = TestContext.Current.CancellationToken;
        if (await (broker == "redis" ? RedisServer.FindMissingAsync(cancellationToken: cancellation) : KafkaCluster.FindMissingAsync(cancellationToken: cancellation)) is { } missing)
        {
            throw new BrokerMissingException(missing);
        }
        var temporary = Directory.CreateTempSubdirectory("omnibus-crash-").FullName;
        try
        {
            var (host, port) = await StartAndKillOwnerAsync(broker, temporary, cancellation);
            await WaitAsync(async () => !await ListensAsync(host, port, cancellation));
            await WaitAsync(() => Task.FromResult(Directory.GetFileSystemEntries(temporary, "omnibus-*").Length == 0));
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    // Returns where the broker listened while its owner lived.
    private static async Task<(string Host, int Port)> StartAndKillOwnerAsync(string broker, string temporary, CancellationToken cancellation)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Omnibus.Build.dll"), "broker", broker];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = temporary;
        foreach (var variable in (string[])["OMNIBUS_TEST_REDIS", "OMNIBUS_TEST_KAFKA"])
        {
            start.Environment.Remove(variable);
        }
        using var owner = Process.Start(start)!;
        try
        {
            var address = await owner.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(s_limit, cancellation);
            Assert.NotNull(address);
            var parts = address[(address.LastIndexOf('/') + 1)..].Split(':');
            var port = int.Parse(parts[1]);
            Assert.True(await ListensAsync(parts[0], port, cancellation));
            Assert.NotEmpty(Directory.GetFileSystemEntries(temporary, "omnibus-*"));
            return (parts[0], port);
        }
        finally
        {
            owner.Kill();
            await owner.WaitForExitAsync(cancellation);
        }
    }

    private static async Task WaitAsync(Func<Task<bool>> conditionAsync)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (!await conditionAsync())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static async Task<bool> ListensAsync(string host, int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
