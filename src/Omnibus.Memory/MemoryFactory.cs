using Omnibus.Drivers;
using Omnibus.Memory;
using Omnibus.Memory.Storing;

[assembly: Transport("memory", typeof(MemoryFactory), ContractVersion = 1)]

namespace Omnibus.Memory;

/// <summary>Makes transports within one process. Transports of one name share one store, which is gone when the last of them is closed.</summary>
public sealed class MemoryFactory : ITransportFactory
{
    /// <summary>The partitions of a topic that is made without a number.</summary>
    internal const int DefaultPartitions = 8;

    /// <summary>The largest body.</summary>
    internal const int MaxRecordBytes = 16 * 1024 * 1024;

    private static readonly SettingInfo s_name =
        new("Name", SettingKind.Text, "The store's name: transports of one process that say the same name share topics and groups.")
        {
            Default = "the transport's name",
        };

    /// <inheritdoc />
    public TransportInfo Info { get; } = new("memory")
    {
        Coordination = Coordination.Leases | Coordination.Shared,
        Abilities =
        [
            typeof(ITopicAdministrator), typeof(IGroupAdministrator), typeof(ILeaseStore), typeof(ITimeIndex), typeof(ISchemaStore), typeof(IProbe),
            typeof(ISeekableConsumer), typeof(IPausableConsumer), typeof(IAssignableConsumer),
        ],
        TopicNames = new TopicNames(255),
        Durable = false,
        IdempotentPipelining = true,
        MaxRecordBytes = MaxRecordBytes,
        DefaultPartitions = DefaultPartitions,
    };

    /// <inheritdoc />
    public IReadOnlyList<SettingInfo> Settings { get; } = [s_name];

    /// <inheritdoc />
    public ITransport Create(TransportSettings settings, TransportHost host)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(host);
        return new MemoryTransport(MemoryStore.Open(settings.Text(s_name.Name) ?? settings.Name), host);
    }
}
