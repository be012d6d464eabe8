using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Administration;

internal sealed partial class KafkaAdministrator
{
    private const int MostNamed = 5;

    /// <summary>Whether the cluster answers, and what whoever we are may not do there. What a service needs is for its operator to know.</summary>
    public async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        var cluster = await DescribeClusterAsync(cancellationToken).ConfigureAwait(false);
        return Found(cluster) with { MissingPermissions = await MissingAsync(cluster.AuthorizedOperations, cancellationToken).ConfigureAwait(false) };
    }

    private Task<DescribeClusterResult> DescribeClusterAsync(CancellationToken cancellationToken) => AskAsync(
        client => client.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = s_patience, IncludeAuthorizedOperations = true }), cancellationToken);

    private static ProbeResult Found(DescribeClusterResult cluster) => new(
        $"kafka cluster {cluster.ClusterId}, {(cluster.Nodes.Count == 1 ? "1 broker" : $"{cluster.Nodes.Count} brokers")}",
        string.Join(",", cluster.Nodes.OrderBy(node => node.Id).Select(node => $"{node.Host}:{node.Port}")));

    private async ValueTask<IReadOnlyList<string>> MissingAsync(List<AclOperation>? cluster, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (cluster is not null && !cluster.Contains(AclOperation.Create))
        {
            missing.Add("Topics cannot be made here. Grant Create on the cluster or on a prefix of topics, or make them beforehand and set Create of each to false.");
        }

        var topics = await ListAsync(cancellationToken).ConfigureAwait(false);
        if (topics.Count == 0)
        {
            return missing;
        }

        var described = await AskAsync(
            client => client.DescribeTopicsAsync(
                TopicCollection.OfTopicNames(topics), new DescribeTopicsOptions { RequestTimeout = s_patience, IncludeAuthorizedOperations = true }),
            cancellationToken).ConfigureAwait(false);
        Add(AclOperation.Write, "published to", "publishes to");
        Add(AclOperation.Read, "consumed from", "consumes from");
        return missing;

        void Add(AclOperation operation, string done, string does)
        {
            var without = described.TopicDescriptions
                .Where(topic => !topic.Error.IsError && topic.AuthorizedOperations is { } allowed && !allowed.Contains(operation))
                .Select(topic => topic.Name).ToList();
            if (without.Count > 0)
            {
                var names = string.Join(", ", without.Take(MostNamed)) + (without.Count > MostNamed ? ", …" : "");
                missing.Add($"{without.Count} of {topics.Count} topics cannot be {done}: {names}. Grant {operation} on those that this service {does}.");
            }
        }
    }
}
