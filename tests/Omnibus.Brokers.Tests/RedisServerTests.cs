using System.Net.Sockets;
using System.Text;

namespace Omnibus.Brokers.Tests;

public sealed class RedisServerTests
{
    private static readonly RedisServerOptions s_controlled = new() { NeedsControl = true };

    [Fact]
    public async Task A_server_starts_answers_and_leaves_nothing()
    {
        var server = await RedisServer.StartAsync(s_controlled, TestContext.Current.CancellationToken);
        Assert.Equal("+PONG", await AskAsync(server, "PING"));
        await server.DisposeAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => AskAsync(server, "PING"));
    }

    [Fact]
    public async Task What_was_written_survives_a_kill_and_a_restart_on_the_same_port()
    {
        await using var server = await RedisServer.StartAsync(s_controlled, TestContext.Current.CancellationToken);
        Assert.Equal("+OK", await AskAsync(server, "SET name value"));
        await server.KillAsync();
        await server.RestartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("$5", await AskAsync(server, "GET name"));
    }

    [Fact]
    public async Task A_frozen_server_answers_only_after_it_is_thawed()
    {
        await using var server = await RedisServer.StartAsync(s_controlled, TestContext.Current.CancellationToken);
        await server.FreezeAsync();
        var answer = AskAsync(server, "PING");
        // A frozen process cannot answer however long one waits; 200 ms would be ample for a live one.
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        await server.ThawAsync();
        Assert.Equal("+PONG", await answer);
    }

    [Fact]
    public async Task A_setting_reaches_the_server()
    {
        var options = new RedisServerOptions { Settings = { ["requirepass"] = "secret" } };
        await using var server = await RedisServer.StartAsync(options, TestContext.Current.CancellationToken);
        Assert.StartsWith("-NOAUTH", await AskAsync(server, "PING"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_fails_with_what_the_server_wrote()
    {
        var options = new RedisServerOptions { Settings = { ["no-such-directive"] = "1" } };
        var exception = await Assert.ThrowsAsync<BrokerException>(() => RedisServer.StartAsync(options, TestContext.Current.CancellationToken));
        Assert.Contains("no-such-directive", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> AskAsync(RedisServer server, string line)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
    }
}
