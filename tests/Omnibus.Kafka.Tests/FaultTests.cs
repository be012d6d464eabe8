using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Omnibus.Drivers;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Tests;

/// <summary>What the client's errors mean.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(ErrorCode.LeaderNotAvailable, FaultCode.Transient)]
    [InlineData(ErrorCode.NotLeaderForPartition, FaultCode.Transient)]
    [InlineData(ErrorCode.GroupLoadInProgress, FaultCode.Transient)]
    [InlineData(ErrorCode.RebalanceInProgress, FaultCode.Transient)]
    [InlineData(ErrorCode.Local_State, FaultCode.Transient)]
    [InlineData(ErrorCode.Local_QueueFull, FaultCode.Throttled)]
    [InlineData(ErrorCode.Local_MsgTimedOut, FaultCode.Unavailable)]
    [InlineData(ErrorCode.Local_AllBrokersDown, FaultCode.Unavailable)]
    [InlineData(ErrorCode.Local_TimedOut, FaultCode.Unavailable)]
    [InlineData(ErrorCode.NotEnoughReplicas, FaultCode.Unavailable)]
    [InlineData(ErrorCode.UnknownTopicOrPart, FaultCode.NotFound)]
    [InlineData(ErrorCode.Local_UnknownTopic, FaultCode.NotFound)]
    [InlineData(ErrorCode.GroupIdNotFound, FaultCode.NotFound)]
    [InlineData(ErrorCode.MsgSizeTooLarge, FaultCode.TooLarge)]
    [InlineData(ErrorCode.Local_UnknownPartition, FaultCode.InvalidArgument)]
    [InlineData(ErrorCode.TopicException, FaultCode.InvalidArgument)]
    [InlineData(ErrorCode.Local_Authentication, FaultCode.Unauthenticated)]
    [InlineData(ErrorCode.SaslAuthenticationFailed, FaultCode.Unauthenticated)]
    [InlineData(ErrorCode.TopicAuthorizationFailed, FaultCode.PermissionDenied)]
    [InlineData(ErrorCode.GroupAuthorizationFailed, FaultCode.PermissionDenied)]
    [InlineData(ErrorCode.Local_Ssl, FaultCode.Misconfigured)]
    [InlineData(ErrorCode.FencedInstanceId, FaultCode.Fenced)]
    [InlineData(ErrorCode.IllegalGeneration, FaultCode.Transient)]
    [InlineData(ErrorCode.StaleMemberEpoch, FaultCode.Transient)]
    [InlineData(ErrorCode.UnknownMemberId, FaultCode.Fenced)]
    [InlineData(ErrorCode.ProducerFenced, FaultCode.Fenced)]
    [InlineData(ErrorCode.Local_BadMsg, FaultCode.Corrupt)]
    [InlineData(ErrorCode.UnsupportedVersion, FaultCode.Unsupported)]
    [InlineData(ErrorCode.TopicAlreadyExists, FaultCode.AlreadyExists)]
    [InlineData(ErrorCode.Local_Destroy, FaultCode.Closed)]
    [InlineData(ErrorCode.ElectionNotNeeded, FaultCode.Unknown)]
    public void Every_code_of_the_client_has_its_meaning(ErrorCode code, FaultCode expected) =>
        Assert.Equal(expected, KafkaFaults.Classify(new KafkaException(new Error(code))));

    [Fact]
    public void A_client_that_gave_up_for_good_is_closed() =>
        Assert.Equal(FaultCode.Closed, KafkaFaults.Classify(new KafkaException(new Error(ErrorCode.OutOfOrderSequenceNumber, "gap", isFatal: true))));

    [Fact]
    public void A_list_of_results_means_what_its_first_failure_means() => Assert.Equal(
        FaultCode.NotFound,
        KafkaFaults.Classify(new DeleteTopicsException(
            [new() { Topic = "fine", Error = new Error(ErrorCode.NoError) }, new() { Topic = "missing", Error = new Error(ErrorCode.UnknownTopicOrPart) }])));

    [Fact]
    public void What_the_driver_throws_itself_is_classified_too()
    {
        Assert.Equal(FaultCode.Fenced, KafkaFaults.Classify(new FencedException([new TopicPartition("topic", 0)])));
        Assert.Equal(FaultCode.InvalidArgument, KafkaFaults.Classify(new GroupActiveException("group", ["member"])));
        Assert.Equal(FaultCode.Unsupported, KafkaFaults.Classify(new NotSupportedException()));
        Assert.Equal(FaultCode.Misconfigured, KafkaFaults.Classify(new DllNotFoundException()));
    }
}
