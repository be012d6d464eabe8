using Omnibus.Brokers;
using Omnibus.Drivers;
using Omnibus.Kafka;
using Omnibus.Redis;
using Omnibus.Sqlite;

namespace Campus.Demo.Running;

/// <summary>The broker between the services: what the services are told about it, and a look into it.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private readonly IAsyncDisposable? _server;
    private readonly ITransport _transport;

    private Broker(string transport, string setting, string value, IAsyncDisposable? server, string? prefix)
    {
        _server = server;
        Prefix = prefix;
        Environment = new Dictionary<string, string>
        {
            ["Omnibus__Transport"] = transport,
            [$"Omnibus__Transports__{transport}__{setting}"] = value,
        };
        if (prefix is not null)
        {
            Environment.Add("Omnibus__TopicPrefix", prefix);
        }

        var path = $"Omnibus:Transports:{transport}";
        _transport = FactoryOf(transport).Create(
            new TransportSettings(transport, path, [new(setting, value)]),
            new TransportHost { TimeProvider = TimeProvider.System, Notices = new SilentNotices(), Service = "campus-demo", Instance = "campus-demo" });
        (Topics, Groups) = ((ITopicAdministrator)_transport, (IGroupAdministrator)_transport);
    }

    /// <summary>The environment variables that choose this broker: all that the services hear of it.</summary>
    public Dictionary<string, string> Environment { get; }

    public ITopicAdministrator Topics { get; }

    public IGroupAdministrator Groups { get; }

    private string? Prefix { get; }

    /// <summary>Starts what the transport needs, and says where it comes from.</summary>
    /// <exception cref="DemoException">There is none here: the message has the command that changes that.</exception>
    public static async Task<Broker> StartAsync(string transport, string folder, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            switch (transport)
            {
                case "redis":
                    var redis = await RedisServer.StartAsync(cancellationToken: cancellationToken);
                    await output.WriteLineAsync($"Redis: {redis.Origin}, {redis.Url}");
                    return new Broker(transport, "Url", redis.Url, redis, PrefixFor(redis.Controlled));
                case "kafka":
                    await output.WriteLineAsync("Kafka is starting…");
                    var kafka = await KafkaCluster.StartAsync(cancellationToken: cancellationToken);
                    await output.WriteLineAsync($"Kafka: {kafka.Origin}, {kafka.BootstrapServers}");
                    return new Broker(transport, "BootstrapServers", kafka.BootstrapServers, kafka, PrefixFor(kafka.Controlled));
                default:
                    var file = Path.Combine(folder, "campus.db");
                    await output.WriteLineAsync($"SQLite: {file}, no broker needed");
                    return new Broker(transport, "Path", file, null, null);
            }
        }
        catch (BrokerMissingException exception)
        {
            throw new DemoException(exception.Missing.Message, ExitCodes.NoBroker);
        }
        catch (BrokerException exception)
        {
            throw new DemoException(exception.Message, ExitCodes.NoBroker);
        }
    }

    /// <summary>The name of a topic at the broker.</summary>
    public string FullName(string topic) => Prefix is null ? topic : $"{Prefix}-{topic}";

    /// <summary>The name of a service: on a broker that others use too, one of its own.</summary>
    public string ServiceName(string service) => $"{Prefix ?? "campus"}-{service}";

    /// <summary>The group of a consumer.</summary>
    public string GroupOf(Consumer consumer) => $"{ServiceName(consumer.Service)}.{consumer.Name}";

    /// <summary>Removes what the demo made on a broker that stays. Call it when the services are gone.</summary>
    public async Task CleanAsync()
    {
        if (Prefix is null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var consumer in Consumer.All)
        {
            await Groups.DeleteGroupAsync(GroupOf(consumer), limit.Token);
        }

        foreach (var topic in (await Topics.ListAsync(limit.Token)).Where(topic => topic.StartsWith($"{Prefix}-", StringComparison.Ordinal)))
        {
            await Topics.DeleteAsync(topic, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    // On a broker that somebody else uses too, the topics get names of their own.
    private static string? PrefixFor(bool owned) => owned ? null : $"campus-{Guid.NewGuid():N}"[..15];

    private static ITransportFactory FactoryOf(string transport) => transport switch
    {
        "redis" => new RedisFactory(),
        "kafka" => new KafkaFactory(),
        _ => new SqliteFactory(),
    };

    private sealed class SilentNotices : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string place, Exception? exception = null)
        {
            // The services tell of the same things in their logs.
        }
    }
}
