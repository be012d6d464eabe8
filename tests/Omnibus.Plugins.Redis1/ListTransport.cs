using Omnibus.Drivers;
using StackExchange.Redis;

namespace Omnibus.Plugins.Lists;

/// <summary>Pushes records to lists and pops them. Its address says which version of the client it really has.</summary>
internal sealed class ListTransport(string server) : ITransport
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection = new(() => ConnectAsync(server));

    public string Address => $"StackExchange.Redis {typeof(ConnectionMultiplexer).Assembly.GetName().Version}";

    public WireFormat Wire { get; } = new()
    {
        Fields = [new(Attributes.Type, Attributes.Type), new(Attributes.Id, Attributes.Id), new(Attributes.Source, Attributes.Source), new(Attributes.Time, Attributes.Time)],
    };

    public async ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) =>
        new ListProducer((await _connection.Value).GetDatabase());

    public async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) =>
        new ListConsumer((await _connection.Value).GetDatabase(), request);

    public FaultCode Classify(Exception exception) => exception is MissingMethodException or TypeLoadException ? FaultCode.Unsupported : FaultCode.Unknown;

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
        {
            (await _connection.Value).Dispose();
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(string server)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(server);
#if REDIS1
        // Only the first major version profiles in this way; the later ones do not have these members.
        var mine = new object();
        connection.RegisterProfiler(new Profiler(mine));
        connection.BeginProfiling(mine);
        await connection.GetDatabase().PingAsync();
        if (connection.FinishProfiling(mine).Count() != 1)
        {
            throw new InvalidOperationException("The profile has not the one command that was sent.");
        }
#endif
        return connection;
    }

#if REDIS1
    private sealed class Profiler(object mine) : IProfiler
    {
        public object GetContext() => mine;
    }
#endif
}
