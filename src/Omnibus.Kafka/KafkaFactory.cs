using Omnibus.Drivers;
using Omnibus.Kafka;
using Omnibus.Kafka.Administration;

[assembly: Transport("kafka", typeof(KafkaFactory), ContractVersion = 1)]

namespace Omnibus.Kafka;

/// <summary>The transport over Apache Kafka and what speaks its protocol, on librdkafka.</summary>
public sealed class KafkaFactory : ITransportFactory
{
    internal const string Name = "kafka";

    /// <inheritdoc />
    public TransportInfo Info { get; } = new(Name)
    {
        Coordination = Coordination.Broker,
        Abilities =
        [
            typeof(ISeekableConsumer), typeof(IPausableConsumer),
            typeof(ITopicAdministrator), typeof(IGroupAdministrator), typeof(ITimeIndex), typeof(ISchemaStore), typeof(IProbe),
        ],
        TopicNames = KafkaAdministrator.Names,
        Durable = true,

        // librdkafka numbers the records of a partition, so that the broker refuses what is repeated or out of turn.
        IdempotentPipelining = true,

        // It makes its requests of what waits, one for each partition: where much waits for many partitions, few and large ones.
        MaxBatch = 4000,
    };

    /// <inheritdoc />
    public IReadOnlyList<SettingInfo> Settings => KafkaOptions.Settings;

    /// <inheritdoc />
    public string? WhyNotHere() => KafkaLibrary.WhyNot();

    /// <inheritdoc />
    /// <remarks>Loads librdkafka, the first time in a process; before this call it costs nothing.</remarks>
    public ITransport Create(TransportSettings settings, TransportHost host)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(host);
        var options = KafkaOptions.Read(settings);
        KafkaLibrary.Load(settings.Path);
        options.Check(settings, host);
        return new KafkaTransport(options, host);
    }
}
