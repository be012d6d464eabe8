using System.Net;
using System.Net.Sockets;
using Omnibus.Drivers;
using StackExchange.Redis;

namespace Omnibus.Redis.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost", 6379, null, null, null, false)]
    [InlineData("redis://localhost:6380/", "localhost", 6380, null, null, null, false)]
    [InlineData("redis://:secret@redis.internal:6380/4", "redis.internal", 6380, null, "secret", 4, false)]
    [InlineData("redis://app:a%3Ab%40c%2F@redis.internal?db=2", "redis.internal", 6379, "app", "a:b@c/", 2, false)]
    [InlineData("rediss://app:secret@redis.internal:6390/1", "redis.internal", 6390, "app", "secret", 1, true)]
    [InlineData("redis.internal:6380,user=app,password=secret,defaultDatabase=5,ssl=true", "redis.internal", 6380, "app", "secret", 5, true)]
    public void An_address_is_read_as_other_clients_read_it(string url, string host, int port, string? user, string? password, int? database, bool tls)
    {
        var options = Read(("Url", url));

        var endpoint = Assert.IsType<DnsEndPoint>(Assert.Single(options.EndPoints));
        Assert.Equal((host, port), (endpoint.Host, endpoint.Port));
        Assert.Equal((user, password, database, tls), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
    }

    [Fact]
    public void Addresses_may_be_numbers_and_sockets()
    {
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 6380), Assert.Single(Read(("Url", "redis://[::1]:6380")).EndPoints));
        Assert.IsType<UnixDomainSocketEndPoint>(Assert.Single(Read(("Url", "unix:///run/redis/redis.sock?db=1")).EndPoints));
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("redis://", "names no host")]
    [InlineData("redis://local host", "is not a URL")]
    [InlineData("http://localhost", "'http://' is not known")]
    [InlineData("redis://localhost/zero", "a database that is not a number")]
    [InlineData("redis://localhost?ssl_cert_reqs=none", "'ssl_cert_reqs', which is not known")]
    [InlineData("unix://", "names no socket")]
    [InlineData("localhost,pasword=secret", "neither a URL nor")]
    [InlineData("password=secret", "names no server")]
    public void A_wrong_address_is_refused_with_its_place_and_without_its_secrets(string? url, string problem)
    {
        var exception = Assert.Throws<SettingException>(() => Read(("Url", url)));

        Assert.Equal("Omnibus:Transports:main:Url", exception.Path);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_may_stand_apart() => Assert.Equal("apart", Read(("Url", "redis://app:secret@localhost"), ("Password", "apart")).Password);

    [Fact]
    public void Every_setting_that_is_read_is_described()
    {
        var settings = new TransportSettings("main", "Omnibus:Transports:main", new Dictionary<string, string?> { ["Url"] = "redis://localhost", ["Nonsense"] = "1" });
        RedisOptions.Read(settings);

        Assert.Equal(new RedisFactory().Settings.Select(setting => setting.Name).Order(), settings.Known.Order());
        Assert.Equal(["Nonsense"], settings.Unread());
        Assert.All(new RedisFactory().Settings.Where(setting => setting.Name is "Url" or "Password"), setting => Assert.True(setting.Secret));
    }

    [Fact]
    public void The_client_replays_nothing_and_blocks_nothing()
    {
        var options = Read(("Url", "localhost:6379,abortConnect=false"));

        Assert.False(options.BacklogPolicy.QueueWhileDisconnected);
        Assert.True(options.BacklogPolicy.AbortPendingOnConnectionFailure);
        Assert.True(options.AbortOnConnectFail);
        Assert.Equal(7000, options.AsyncTimeout);
        Assert.Equal("mailer:read", options.ClientName);
    }

    private static ConfigurationOptions Read(params (string Name, string? Value)[] settings) => RedisOptions
        .Read(new TransportSettings("main", "Omnibus:Transports:main", settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))))
        .ForClient("mailer:read", TimeSpan.FromSeconds(7));
}
