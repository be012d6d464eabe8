namespace Omnibus.Brokers.Finding;

/// <summary>Settings of a single test node that differ from Kafka's own; the scripts of <c>../shared/kafka</c> use the same.</summary>
internal static class KafkaSettings
{
    public static IReadOnlyDictionary<string, string> OneNode { get; } = new Dictionary<string, string>
    {
        ["process.roles"] = "broker,controller",
        ["node.id"] = "1",
        ["controller.listener.names"] = "CONTROLLER",
        ["inter.broker.listener.name"] = "PLAINTEXT",
        ["listener.security.protocol.map"] = "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        ["default.replication.factor"] = "1",
        ["min.insync.replicas"] = "1",
        ["offsets.topic.replication.factor"] = "1",
        ["offsets.topic.num.partitions"] = "5",
        ["transaction.state.log.replication.factor"] = "1",
        ["transaction.state.log.min.isr"] = "1",
        ["transaction.state.log.num.partitions"] = "5",
        ["share.coordinator.state.topic.replication.factor"] = "1",
        ["share.coordinator.state.topic.min.isr"] = "1",
        ["share.coordinator.state.topic.num.partitions"] = "5",
        // Members come and go quickly in tests: nobody waits for more of them, and short sessions are allowed.
        ["group.initial.rebalance.delay.ms"] = "0",
        ["group.min.session.timeout.ms"] = "500",
        ["group.consumer.heartbeat.interval.ms"] = "500",
        ["group.consumer.min.heartbeat.interval.ms"] = "100",
        ["group.consumer.session.timeout.ms"] = "10000",
        ["group.consumer.min.session.timeout.ms"] = "1000",
        // A killed broker is let back in when its old session is over: 9 s otherwise.
        ["broker.session.timeout.ms"] = "2000",
        ["broker.heartbeat.interval.ms"] = "400",
    };
}
