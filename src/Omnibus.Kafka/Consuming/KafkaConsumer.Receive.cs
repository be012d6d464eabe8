using Confluent.Kafka;
using Omnibus.Drivers;
using Omnibus.Kafka.Native;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Consuming;

internal sealed partial class KafkaConsumer
{
    // So that a cancelled receive ends soon; records end it at once.
    private const int SliceMilliseconds = 100;

    private void Receive(CancellationToken cancellationToken)
    {
        if (_failure is { } failure)
        {
            _failure = null;
            throw failure;
        }

        cancellationToken.ThrowIfCancellationRequested();
        for (var left = _maxWait; !_receiving.Full && !_ending;)
        {
            if (_ownership is { Unfinished: true } unfinished)
            {
                unfinished.Finish(_client);
            }

            var slice = _receiving.Count > 0 || _connection.Down ? 0 : Math.Min(left, SliceMilliseconds);
            if (Next(slice))
            {
                continue;
            }

            if (_receiving.Count > 0)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfDown(left);
            left -= slice;
            if (left <= 0)
            {
                return;
            }
        }
    }

    /// <summary>Takes the next record, if there is one. False: nothing came in time.</summary>
    private unsafe bool Next(int milliseconds)
    {
        var message = _reader.Next(milliseconds);
        if (message is null)
        {
            return false;
        }

        try
        {
            // Strings of one topic are one string, so that deliveries do not keep many alive.
            var topic = _reader.TopicOf(message);
            if (message->Error != 0)
            {
                Fail(_reader.ErrorOf(message), new TopicPartitionOffset(topic ?? _topic, message->Partition, message->Offset));
                return false;
            }

            if (_ownership is { Unfinished: true } && !_ownership.Owns(new TopicPartition(topic!, message->Partition)))
            {
                return true;
            }

            _connection.Answered();
            _reader.Fill(_receiving.Next(), message, topic!);
            return true;
        }
        finally
        {
            Librdkafka.Destroy(message);
        }
    }

    /// <summary>Answers what came in place of a record, or throws it.</summary>
    private void Fail(Error error, TopicPartitionOffset place)
    {
        switch (error.Code)
        {
            case ErrorCode.Local_AutoOffsetReset when !error.IsFatal:
                Rewind(place);
                return;

            // A topic that is gone takes its partitions with it; the group's other topics go on.
            case ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.Local_MaxPollExceeded
                when !error.IsFatal:
                _notices.Report(NoticeCode.ClientError, 1, place.Topic, new KafkaException(error));
                return;

            default:
                throw new KafkaException(error);
        }
    }

    /// <summary>With every broker down the client goes on in silence: ask, so that the core knows when it is over and when it is not.</summary>
    private void ThrowIfDown(int milliseconds)
    {
        if (_connection.Fault is not { } fault)
        {
            return;
        }

        try
        {
            _asker.GetMetadata(_topic, TimeSpan.FromMilliseconds(milliseconds));
        }
        catch (KafkaException)
        {
            throw fault;
        }

        _connection.Answered();
    }

    /// <summary>The position is no longer there: on with the oldest record that is.</summary>
    private void Rewind(TopicPartitionOffset place)
    {
        var marks = _client.QueryWatermarkOffsets(place.TopicPartition, s_patience);
        _notices.Report(NoticeCode.Trimmed, Math.Max(0, marks.Low.Value - place.Offset.Value), place.TopicPartition.ToDrivers().ToString());
        Move(place.TopicPartition.ToDrivers(), marks.Low.Value);
    }

    private void Move(TopicPartition partition, long offset)
    {
        var target = new TopicPartitionOffset(partition.ToClient(), offset);
        try
        {
            _client.Seek(target);
        }
        catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_State)
        {
            // A partition that stands still, after its position was gone, cannot be sought in.
            _client.IncrementalUnassign([target.TopicPartition]);
            _client.IncrementalAssign([target]);
            _pauses.Restore(partition);
        }
    }
}
