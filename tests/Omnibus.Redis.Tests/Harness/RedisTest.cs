using Omnibus.Brokers;
using Omnibus.Drivers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(SharedRedis))]

namespace Omnibus.Redis.Tests.Harness;

/// <summary>A server, transports on it, and a plain client beside them that sees what is really there.</summary>
public abstract class RedisTest(SharedRedis shared) : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly List<IAsyncDisposable> _opened = [];
    private RedisServer _server = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What the transports reported.</summary>
    private protected Notices Notices { get; } = new();

    protected RedisServer Server => _server;

    /// <summary>The plain client.</summary>
    protected IDatabase Plain { get; private set; } = null!;

    protected string Topic { get; } = $"topic-{Guid.NewGuid():N}";

    protected string Group { get; } = $"group-{Guid.NewGuid():N}";

    /// <summary>What a server of the test's own is started with; null: the one that all tests share.</summary>
    protected virtual RedisServerOptions? OwnServer => null;

    public async ValueTask InitializeAsync()
    {
        if (OwnServer is { } options)
        {
            _server = await RedisServer.StartAsync(options, Stop);
            _opened.Add(_server);
        }
        else
        {
            _server = await shared.GetAsync(Stop);
        }

        Plain = await PlainAsync($"{_server.Address},allowAdmin=true,abortConnect=false");
    }

    public virtual async ValueTask DisposeAsync()
    {
        for (var index = _opened.Count - 1; index >= 0; index--)
        {
            await _opened[index].DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected async Task<IDatabase> PlainAsync(string configuration)
    {
        var client = await ConnectionMultiplexer.ConnectAsync(configuration);
        _opened.Add(client);
        return client.GetDatabase();
    }

    /// <summary>A transport on the server, or at another address.</summary>
    private protected RedisTransport Open(string? url = null, string? password = null, string timeout = "00:00:05", string? authority = null, int? maxLength = null, (string Name, string Value)? more = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Url"] = url ?? _server.Url, ["Password"] = password, ["CommandTimeout"] = timeout, ["CertificateAuthority"] = authority,
            ["MaxLength"] = maxLength?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (more is { } setting)
        {
            settings[setting.Name] = setting.Value;
        }

        var host = new TransportHost
        {
            TimeProvider = TimeProvider.System,
            Notices = Notices,
            Service = "redis tests",
            Instance = $"instance-{Guid.NewGuid():N}",
        };
        var transport = new RedisFactory().Create(new TransportSettings("main", "Omnibus:Transports:main", settings), host);
        _opened.Add(transport);
        return (RedisTransport)transport;
    }

    private protected async Task<IProducerDriver> ProducerAsync(RedisTransport transport, TimeSpan? sendTimeout = null)
    {
        var producer = await transport.OpenProducerAsync(new ProducerRequest { SendTimeout = sendTimeout ?? TimeSpan.FromSeconds(5) }, Stop);
        _opened.Add(producer);
        return producer;
    }

    /// <summary>A member of <see cref="Group"/> that owns all partitions of <see cref="Topic"/>, or a reader without a group.</summary>
    private protected async Task<TestReader> ReaderAsync(RedisTransport transport, bool grouped = true, TimeSpan? maxWait = null)
    {
        var reader = await TestReader.OpenAsync(transport, grouped ? Group : null, Topic, maxWait ?? TimeSpan.FromMilliseconds(200), Stop);
        _opened.Add(reader);
        return reader;
    }

    /// <summary>A consumer that shares <see cref="Topic"/> with the others of <see cref="Group"/>.</summary>
    private protected async Task<TestReader> SharingAsync(RedisTransport transport, string member, TimeSpan? maxWait = null)
    {
        var reader = await TestReader.ShareAsync(transport, Group, Topic, member, maxWait ?? TimeSpan.FromMilliseconds(200), Stop);
        _opened.Add(reader);
        return reader;
    }

    /// <summary>Waits until something holds. The wait is bounded, and asks again as fast as the answers come.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < s_patience, $"{what} did not happen within {s_patience.TotalSeconds} s.");
            await Task.Yield();
        }
    }
}
