using Omnibus.Brokers;

namespace Omnibus.Kafka.Tests.Harness;

/// <summary>A cluster for the tests of one class, started when the first of them asks.</summary>
public abstract class OwnKafka(KafkaClusterOptions options) : IAsyncDisposable
{
    private readonly Lazy<Task<KafkaCluster>> _cluster = new(() => KafkaCluster.StartAsync(options));

    public Task<KafkaCluster> GetAsync(CancellationToken cancellationToken) => _cluster.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated && _cluster.Value.IsCompletedSuccessfully)
        {
            await (await _cluster.Value).DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>A cluster that may be killed.</summary>
public sealed class MortalKafka() : OwnKafka(new KafkaClusterOptions { NeedsControl = true });

/// <summary>A cluster with TLS, passwords and permissions: who comes without a password may do everything, who comes with one nothing.</summary>
public sealed class GuardedKafka() : OwnKafka(new KafkaClusterOptions
{
    Tls = true,
    Sasl = true,
    Properties =
    {
        ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        ["super.users"] = "User:ANONYMOUS",
        ["listener.name.sasl_plaintext.sasl.enabled.mechanisms"] = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
        ["listener.name.sasl_plaintext.oauthbearer.sasl.jaas.config"] =
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"broker\";",
    },
});
