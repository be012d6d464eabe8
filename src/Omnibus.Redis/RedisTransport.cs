using Omnibus.Drivers;
using Omnibus.Redis.Connecting;
using Omnibus.Redis.Consuming;
using Omnibus.Redis.Producing;
using Omnibus.Redis.Scripts;
using Omnibus.Redis.Sharing;
using Omnibus.Redis.Streams;
using StackExchange.Redis;

namespace Omnibus.Redis;

/// <summary>
/// One Redis server. Connections: one for each producer, one for each consumer's blocking reads, one for everything else.
/// </summary>
internal sealed partial class RedisTransport : ITransport
{
    private readonly RedisOptions _options;
    private readonly TransportHost _host;
    private readonly RedisConnections _connections;
    private readonly KeptPositions _kept = new();

    public RedisTransport(RedisOptions options, TransportHost host)
    {
        _options = options;
        _host = host;
        _connections = new RedisConnections(options, host);
        _leases = new RedisLeaseStore(_connections, _kept, host.Notices);
        _topics = new RedisAdministrator(_connections);
        _groups = new RedisGroups(_connections, _leases, _kept, host.TimeProvider);
        _schemas = new RedisSchemaStore(_connections);
        _probe = new RedisProbe(_connections, options);
    }

    /// <inheritdoc />
    public string? Address => _options.Address;

    /// <inheritdoc />
    public WireFormat Wire => RedisWire.Format;

    /// <inheritdoc />
    public async ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var connection = await _connections.OpenAsync("publish", request.SendTimeout, cancellationToken).ConfigureAwait(false);
        try
        {
            _options.Durability?.Check(connection);
            return new RedisProducer(connection, new ProducerSettings(_options.MaxLength, _options.Durability, request.SendTimeout), _host.TimeProvider);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var administration = await _connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var partitions = new int[request.Topics.Count];
        for (var index = 0; index < partitions.Length; index++)
        {
            partitions[index] = await TopicFacts.RequirePartitionsAsync(administration, request.Topics[index]).ConfigureAwait(false);
        }

        if (partitions.Length > 1 && administration.IsCluster)
        {
            throw new NotSupportedException("On Redis Cluster a consumer reads one topic: streams of several live on different servers. Use one consumer for each.");
        }

        // The server holds a read back for MaxWait; only what takes longer than that is a server that does not answer.
        var reading = await _connections.OpenAsync("read", request.MaxWait + _options.CommandTimeout, cancellationToken).ConfigureAwait(false);
        try
        {
            if (request.Coordination == Coordination.Shared)
            {
                return await ShareAsync(request, partitions, reading, administration, cancellationToken).ConfigureAwait(false);
            }

            var settler = request.Group is null ? null : new Settler(request.Group, administration, _kept, _host.Notices);
            var consumer = new RedisConsumer(request, _host, reading, settler);
            if (request.Group is null)
            {
                await StartReaderAsync(consumer, request, partitions, administration).ConfigureAwait(false);
            }

            return consumer;
        }
        catch
        {
            await reading.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public FaultCode Classify(Exception exception) => RedisFaults.Classify(exception);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private static void Check(ConsumerRequest request)
    {
        var suits = request.Group is null ? request.Coordination == Coordination.None : request.Coordination is Coordination.Leases or Coordination.Shared;
        if (!suits)
        {
            throw new NotSupportedException($"Redis is read by groups that are coordinated by leases or share, or without a group, not by coordination {request.Coordination}.");
        }
    }

    /// <summary>A consumer that shares reads every partition. Its name is new, or its predecessor has left it something: that goes to whoever looks first.</summary>
    private async Task<RedisSharedConsumer> ShareAsync(
        ConsumerRequest request, int[] partitions, RedisConnection reading, RedisConnection administration, CancellationToken cancellationToken)
    {
        var group = request.Group!;
        await _leases.PrepareAsync(group, request.Topics, request.Start, cancellationToken).ConfigureAwait(false);
        var name = request.Member.Length > 0 ? request.Member : $"{_host.Instance}.{Guid.NewGuid():N}";
        var work = new SharedWork(group, name, administration);
        List<SharedStream> streams = [];
        foreach (var (topic, count) in request.Topics.Zip(partitions))
        {
            await RedisScript.Share.RunAsync(administration, [RedisNames.Leases(topic, group)], [count]).ConfigureAwait(false);
            for (var partition = 0; partition < count; partition++)
            {
                var stream = new SharedStream(new TopicPartition(topic, partition));
                await work.GiveBackAllAsync(stream).ConfigureAwait(false);
                await administration.AskAsync(database => database.ExecuteAsync("XGROUP", "CREATECONSUMER", stream.Key, group, name)).ConfigureAwait(false);
                streams.Add(stream);
            }
        }

        return new RedisSharedConsumer(request, name, _host, reading, administration, streams, _kept, _options.ClaimAfter);
    }

    /// <summary>A reader without a group reads every partition, from a start that is fixed now and not with its first read.</summary>
    private async Task StartReaderAsync(RedisConsumer consumer, ConsumerRequest request, int[] partitions, RedisConnection connection)
    {
        List<Assignment> assignments = [];
        foreach (var (topic, count) in request.Topics.Zip(partitions))
        {
            for (var partition = 0; partition < count; partition++)
            {
                var start = request.Start.Kind switch
                {
                    StartKind.Earliest => default,
                    StartKind.Position => request.Start.Position,
                    StartKind.Time => await FindAsync(new TopicPartition(topic, partition), request.Start.Time, CancellationToken.None).ConfigureAwait(false),
                    _ => await EndAsync(connection, RedisNames.Stream(topic, partition)).ConfigureAwait(false),
                };
                assignments.Add(new Assignment(new TopicPartition(topic, partition), start, 0));
            }
        }

        consumer.Assign(assignments);
    }

    /// <inheritdoc />
    public async ValueTask<Position> FindAsync(TopicPartition partition, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var connection = await _connections.AdministrationAsync(cancellationToken).ConfigureAwait(false);
        var stream = RedisNames.Stream(partition.Topic, partition.Partition);
        var begin = StreamId.At(time);
        var first = await connection.AskAsync(database => database.StreamRangeAsync(stream, StreamId.Of(begin).ToString(), count: 1)).ConfigureAwait(false);
        return first.Length > 0 ? StreamId.Parse((string)first[0].Id!).Position : await EndAsync(connection, stream).ConfigureAwait(false);
    }

    private static async Task<Position> EndAsync(RedisConnection connection, RedisKey stream)
    {
        var info = await connection.AskAsync(database => database.StreamInfoAsync(stream)).ConfigureAwait(false);
        return StreamId.Parse((string)info.LastGeneratedId!).Behind;
    }
}
