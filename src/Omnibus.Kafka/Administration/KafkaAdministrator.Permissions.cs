using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Drivers;
using TopicDescription = Confluent.Kafka.Admin.TopicDescription;

namespace Omnibus.Kafka.Administration;

internal sealed partial class KafkaAdministrator
{
    /// <summary>Whether the cluster answers, and which permissions are missing for what a bus does there.</summary>
    public async ValueTask<ProbeResult> ProbeAsync(ProbeUse use, CancellationToken cancellationToken)
    {
        var cluster = await DescribeClusterAsync(cancellationToken).ConfigureAwait(false);
        var missing = new List<string>();
        if (use.Topics.Count > 0)
        {
            await AddTopicsAsync(use.Topics, missing, cancellationToken).ConfigureAwait(false);
        }

        foreach (var group in use.Groups)
        {
            if (!await MayJoinAsync(group, cancellationToken).ConfigureAwait(false))
            {
                missing.Add($"Group '{group}' may not be joined. Grant {AclOperation.Read} on group '{group}' to this service's user.");
            }
        }

        return Found(cluster) with { MissingPermissions = missing };
    }

    private async Task AddTopicsAsync(IReadOnlyList<TopicUse> topics, List<string> missing, CancellationToken cancellationToken)
    {
        var described = (await DescribeWithRightsAsync(topics.Select(topic => topic.Topic), cancellationToken).ConfigureAwait(false))
            .ToDictionary(topic => topic.Name, StringComparer.Ordinal);
        foreach (var topic in topics)
        {
            var found = described[topic.Topic];
            if (found.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
                if (topic.Creates && !await MayMakeAsync(topic.Topic, cancellationToken).ConfigureAwait(false))
                {
                    missing.Add(
                        $"Topic '{topic.Topic}' is not there and may not be made. Grant {AclOperation.Create} on topic '{topic.Topic}' to this service's user, or make it beforehand.");
                }

                continue;
            }

            Check(topic.Publishes, AclOperation.Write, "published to");
            Check(topic.Consumes, AclOperation.Read, "consumed");

            void Check(bool isWanted, AclOperation operation, string done)
            {
                var refused = found.Error.Code == ErrorCode.TopicAuthorizationFailed
                    || (found.AuthorizedOperations is { Count: > 0 } allowed && !allowed.Contains(operation) && !allowed.Contains(AclOperation.All));
                if (isWanted && refused)
                {
                    missing.Add($"Topic '{topic.Topic}' may not be {done}. Grant {operation} on topic '{topic.Topic}' to this service's user.");
                }
            }
        }
    }

    private async Task<IReadOnlyList<TopicDescription>> DescribeWithRightsAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        try
        {
            var result = await AskAsync(
                client => client.DescribeTopicsAsync(
                    TopicCollection.OfTopicNames(topics), new DescribeTopicsOptions { RequestTimeout = s_patience, IncludeAuthorizedOperations = true }),
                cancellationToken).ConfigureAwait(false);
            return result.TopicDescriptions;
        }
        catch (DescribeTopicsException exception) when (exception.Results.TopicDescriptions.TrueForAll(
            topic => !topic.Error.IsError || topic.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.TopicAuthorizationFailed))
        {
            return exception.Results.TopicDescriptions;
        }
    }

    /// <summary>The broker checks the making of a topic, and makes none.</summary>
    private async Task<bool> MayMakeAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(
                client => client.CreateTopicsAsync(
                    [new Confluent.Kafka.Admin.TopicSpecification { Name = topic, NumPartitions = -1, ReplicationFactor = -1 }],
                    new CreateTopicsOptions { RequestTimeout = s_patience, ValidateOnly = true }),
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CreateTopicsException exception) when (KafkaFaults.Classify(exception) == FaultCode.PermissionDenied)
        {
            return false;
        }
        catch (CreateTopicsException exception) when (KafkaFaults.Classify(exception) == FaultCode.AlreadyExists)
        {
            return true;
        }
    }

    private async Task<bool> MayJoinAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var result = await AskAsync(
                client => client.DescribeConsumerGroupsAsync(
                    [group], new DescribeConsumerGroupsOptions { RequestTimeout = s_patience, IncludeAuthorizedOperations = true }),
                cancellationToken).ConfigureAwait(false);
            return result.ConsumerGroupDescriptions[0].AuthorizedOperations is not { Count: > 0 } allowed || allowed.Contains(AclOperation.Read) || allowed.Contains(AclOperation.All);
        }
        catch (DescribeConsumerGroupsException exception) when (KafkaFaults.Classify(exception) == FaultCode.NotFound)
        {
            return true;
        }
        catch (DescribeConsumerGroupsException exception) when (KafkaFaults.Classify(exception) == FaultCode.PermissionDenied)
        {
            return false;
        }
    }
}
