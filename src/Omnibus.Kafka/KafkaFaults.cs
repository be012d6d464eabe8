using System.Net;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Confluent.SchemaRegistry;
using Omnibus.Drivers;

namespace Omnibus.Kafka;

/// <summary>What the client's exceptions mean, by code.</summary>
internal static class KafkaFaults
{
    /// <summary>Classifies; pure, and never throws.</summary>
    public static FaultCode Classify(Exception exception) => exception switch
    {
        FencedException => FaultCode.Fenced,
        GroupActiveException => FaultCode.InvalidArgument,
        SchemaRegistryException registry => Classify(registry.Status),
        HttpRequestException { StatusCode: { } status } => Classify(status),
        HttpRequestException or TimeoutException or TaskCanceledException { InnerException: TimeoutException } => FaultCode.Unavailable,
        KafkaException kafka => Classify(Cause(kafka)),
        NotSupportedException => FaultCode.Unsupported,
        ObjectDisposedException => FaultCode.Closed,
        ArgumentException => FaultCode.InvalidArgument,
        DllNotFoundException or BadImageFormatException or TypeInitializationException => FaultCode.Misconfigured,
        _ => FaultCode.Unknown,
    };

    /// <summary>Whether a commit was refused because this member no longer belongs to the group as it was.</summary>
    public static bool IsStale(ErrorCode code) => Of(code) == FaultCode.Fenced;

    /// <summary>The error that counts: administration calls and commits report the first that failed in a list.</summary>
    public static Error Cause(KafkaException exception) => exception switch
    {
        CreateTopicsException e => First(e.Results.Select(r => r.Error), e),
        DeleteTopicsException e => First(e.Results.Select(r => r.Error), e),
        DescribeTopicsException e => First(e.Results.TopicDescriptions.Select(r => r.Error), e),
        DescribeConfigsException e => First(e.Results.Select(r => r.Error), e),
        DescribeConsumerGroupsException e => First(e.Results.ConsumerGroupDescriptions.Select(r => r.Error), e),
        DeleteGroupsException e => First(e.Results.Select(r => r.Error), e),
        ListOffsetsException e => First(e.Result.ResultInfos.Select(r => r.TopicPartitionOffsetError.Error), e),
        ListConsumerGroupOffsetsException e => First(e.Results.SelectMany(r => r.Partitions.Select(p => p.Error).Prepend(r.Error)), e),
        AlterConsumerGroupOffsetsException e => First(e.Results.SelectMany(r => r.Partitions.Select(p => p.Error).Prepend(r.Error)), e),
        TopicPartitionOffsetException e => First(e.Results.Select(r => r.Error), e),
        TopicPartitionException e => First(e.Results.Select(r => r.Error), e),
        _ => exception.Error,
    };

    private static Error First(IEnumerable<Error> errors, KafkaException exception) =>
        errors.FirstOrDefault(error => error is { IsError: true }) ?? exception.Error;

    private static FaultCode Classify(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => FaultCode.Unauthenticated,
        HttpStatusCode.Forbidden => FaultCode.PermissionDenied,
        HttpStatusCode.NotFound => FaultCode.NotFound,
        HttpStatusCode.TooManyRequests => FaultCode.Throttled,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => FaultCode.Unavailable,

        // It refuses the schema: no Avro by its rules, or one that does not fit those before it.
        HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity => FaultCode.InvalidArgument,
        _ => FaultCode.Unknown,
    };

    private static FaultCode Classify(Error error) => error.IsFatal && Of(error.Code) is not (FaultCode.Fenced or FaultCode.Misconfigured)
        ? FaultCode.Closed
        : Of(error.Code);

    private static FaultCode Of(ErrorCode code)
    {
        switch (code)
        {
            case ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition or ErrorCode.RequestTimedOut or ErrorCode.NetworkException
                or ErrorCode.GroupLoadInProgress or ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupCoordinatorNotAvailable
                or ErrorCode.RebalanceInProgress or ErrorCode.NotController or ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch
                or ErrorCode.OffsetNotAvailable or ErrorCode.UnstableOffsetCommit or ErrorCode.ReplicaNotAvailable or ErrorCode.MemberIdRequired
                or ErrorCode.InvalidMsg or ErrorCode.UnknownProducerId or ErrorCode.OutOfOrderSequenceNumber
                or ErrorCode.Local_WaitCoord or ErrorCode.Local_WaitCache or ErrorCode.Local_Retry or ErrorCode.Local_State
                or ErrorCode.Local_InProgress or ErrorCode.Local_PrevInProgress or ErrorCode.Local_Outdated or ErrorCode.Local_Intr:
                return FaultCode.Transient;

            // The group went on while the commit was on its way. Whether the partitions are still ours the client tells by its callbacks.
            case ErrorCode.IllegalGeneration or ErrorCode.StaleMemberEpoch:
                return FaultCode.Transient;

            case ErrorCode.Local_QueueFull or ErrorCode.ThrottlingQuotaExceeded:
                return FaultCode.Throttled;

            case ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut
                or ErrorCode.Local_TimedOutQueue or ErrorCode.Local_Resolve or ErrorCode.Local_UnknownBroker or ErrorCode.Local_DestroyBroker
                or ErrorCode.Local_IsrInsuff or ErrorCode.BrokerNotAvailable or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend
                or ErrorCode.KafkaStorageError:
                return FaultCode.Unavailable;

            case ErrorCode.UnknownTopicOrPart or ErrorCode.UnknownTopicId or ErrorCode.Local_UnknownTopic or ErrorCode.GroupIdNotFound
                or ErrorCode.Local_UnknownGroup or ErrorCode.ResourceNotFound:
                return FaultCode.NotFound;

            case ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidMsgSize:
                return FaultCode.TooLarge;

            case ErrorCode.Local_InvalidArg or ErrorCode.Local_UnknownPartition or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp
                or ErrorCode.TopicException or ErrorCode.InvalidPartitions or ErrorCode.InvalidReplicationFactor or ErrorCode.InvalidConfig
                or ErrorCode.InvalidRequest or ErrorCode.PolicyViolation or ErrorCode.OffsetMetadataTooLarge or ErrorCode.InvalidCommitOffsetSize
                or ErrorCode.OffsetOutOfRange or ErrorCode.InvalidGroupId or ErrorCode.NonEmptyGroup:
                return FaultCode.InvalidArgument;

            case ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed:
                return FaultCode.Unauthenticated;

            case ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
                or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.DelegationTokenAuthorizationFailed:
                return FaultCode.PermissionDenied;

            case ErrorCode.Local_Ssl or ErrorCode.UnsupportedSaslMechanism or ErrorCode.IllegalSaslState or ErrorCode.SecurityDisabled
                or ErrorCode.InconsistentGroupProtocol or ErrorCode.InvalidSessionTimeout or ErrorCode.GroupMaxSizeReached
                or ErrorCode.UnreleasedInstanceId or ErrorCode.UnsupportedCompressionType
                or ErrorCode.Local_UnknownProtocol or ErrorCode.Local_NotConfigured:
                return FaultCode.Misconfigured;

            // Also a static member meets its own name: a broker that restarts may have answered a join that never arrived, and takes the next one for another's.
            case ErrorCode.FencedInstanceId or ErrorCode.UnknownMemberId or ErrorCode.FencedMemberEpoch
                or ErrorCode.InvalidProducerEpoch or ErrorCode.ProducerFenced or ErrorCode.Local_Fenced or ErrorCode.Local_AssignmentLost:
                return FaultCode.Fenced;

            case ErrorCode.Local_BadMsg or ErrorCode.Local_BadCompression:
                return FaultCode.Corrupt;

            case ErrorCode.UnsupportedVersion or ErrorCode.UnsupportedForMessageFormat or ErrorCode.UnsupportedAssignor
                or ErrorCode.TopicDeletionDisabled or ErrorCode.Local_UnsupportedFeature or ErrorCode.Local_NotImplemented:
                return FaultCode.Unsupported;

            case ErrorCode.TopicAlreadyExists:
                return FaultCode.AlreadyExists;

            case ErrorCode.Local_Destroy or ErrorCode.Local_Fatal or ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight:
                return FaultCode.Closed;

            default:
                return FaultCode.Unknown;
        }
    }
}
