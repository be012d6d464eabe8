using Omnibus.Drivers;
using Omnibus.Nats;

[assembly: Transport("nats", typeof(NatsFactory), ContractVersion = TransportAttribute.CurrentVersion)]

namespace Omnibus.Nats;

/// <summary>NATS JetStream: a topic is a stream, a group is a durable consumer, and members share its records.</summary>
public sealed class NatsFactory : ITransportFactory
{
    /// <inheritdoc />
    public TransportInfo Info { get; } = new("nats")
    {
        Coordination = Coordination.Shared,
        Abilities =
        [
            typeof(ITopicAdministrator), typeof(IGroupAdministrator), typeof(ITimeIndex), typeof(ISchemaStore), typeof(IProbe),
            typeof(ISeekableConsumer), typeof(IExtendableConsumer),
        ],
        TopicNames = NatsNames.TopicNames,
        Durable = true,
        MaxBatch = 500,
        MaxRecordBytes = NatsOptions.MaxRecordBytes,
        DefaultPartitions = 1,
    };

    /// <inheritdoc />
    public IReadOnlyList<SettingInfo> Settings => NatsOptions.Settings;

    /// <inheritdoc />
    public ITransport Create(TransportSettings settings, TransportHost host)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(host);
        return new NatsTransport(NatsOptions.Read(settings), host);
    }
}
