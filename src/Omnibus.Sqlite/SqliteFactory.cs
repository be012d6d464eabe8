using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// The embedded transport: one SQLite file that many processes of one machine share. Durable, ordered, and nothing to start.
/// </summary>
public sealed class SqliteFactory : ITransportFactory
{
    /// <summary>The largest body. SQLite takes a gigabyte, but a record is held in memory whole.</summary>
    internal const int MaxRecordBytes = 64 << 20;

    /// <summary>SQLite itself takes any text; a length keeps derived names in bounds.</summary>
    internal static readonly TopicNames TopicNames = new(MaxLength: 400);

    /// <inheritdoc />
    public TransportInfo Info { get; } = new("sqlite")
    {
        Coordination = Coordination.Leases,
        Abilities =
        [
            typeof(ITopicAdministrator), typeof(IGroupAdministrator), typeof(ILeaseStore), typeof(ITimeIndex), typeof(ISchemaStore), typeof(IProbe),
            typeof(ISeekableConsumer), typeof(IPausableConsumer), typeof(IAssignableConsumer),
        ],
        TopicNames = TopicNames,
        Durable = true,
        MaxBatch = 1000,
        MaxRecordBytes = MaxRecordBytes,
        DefaultPartitions = SqliteOptions.DefaultPartitions,
    };

    /// <inheritdoc />
    public IReadOnlyList<SettingInfo> Settings => SqliteOptions.Settings;

    /// <inheritdoc />
    public ITransport Create(TransportSettings settings, TransportHost host)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(host);
        return new SqliteTransport(SqliteOptions.Read(settings), host);
    }
}
