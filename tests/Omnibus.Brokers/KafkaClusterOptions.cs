namespace Omnibus.Brokers;

/// <summary>How a Kafka cluster for a test is set up.</summary>
public sealed class KafkaClusterOptions
{
    /// <summary>
    /// Whether the test kills, freezes or restarts it. A cluster that <c>OMNIBUS_TEST_KAFKA</c> names is then passed over; always so when another option is set.
    /// </summary>
    public bool NeedsControl { get; set; }

    /// <summary>The number of nodes, each broker and controller.</summary>
    public int Nodes { get; set; } = 1;

    /// <summary>Adds a listener with TLS.</summary>
    public bool Tls { get; set; }

    /// <summary>Adds a listener with SASL: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512.</summary>
    public bool Sasl { get; set; }

    /// <summary>Adds a schema registry.</summary>
    public bool Registry { get; set; }

    /// <summary>Broker settings.</summary>
    public IDictionary<string, string> Properties { get; } = new Dictionary<string, string>();

    /// <summary>True where only the scripts of <c>../shared/kafka</c> can do it.</summary>
    internal bool NeedsScripts => Nodes > 1 || Tls || Sasl || Registry;

    internal bool NeedsOwn => NeedsControl || NeedsScripts || Properties.Count > 0;
}
