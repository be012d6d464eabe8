using Omnibus.Drivers;
using Omnibus.Redis.Streams;

[assembly: Transport("redis", typeof(Omnibus.Redis.RedisFactory), ContractVersion = 1)]

namespace Omnibus.Redis;

/// <summary>Redis Streams as a transport.</summary>
public sealed class RedisFactory : ITransportFactory
{
    /// <inheritdoc />
    public TransportInfo Info { get; } = new("redis")
    {
        Coordination = Coordination.Leases | Coordination.Shared,
        Abilities =
        [
            typeof(ITopicAdministrator), typeof(IGroupAdministrator), typeof(ILeaseStore), typeof(ITimeIndex), typeof(ISchemaStore), typeof(IProbe),
            typeof(ISeekableConsumer), typeof(IPausableConsumer), typeof(IAssignableConsumer), typeof(IExtendableConsumer),
        ],
        TopicNames = RedisNames.Rule,
        Durable = true,
        IdempotentPipelining = true,
        DefaultPartitions = 1,
    };

    /// <inheritdoc />
    public IReadOnlyList<SettingInfo> Settings => RedisOptions.Settings;

    /// <inheritdoc />
    public ITransport Create(TransportSettings settings, TransportHost host) => new RedisTransport(RedisOptions.Read(settings), host);
}
