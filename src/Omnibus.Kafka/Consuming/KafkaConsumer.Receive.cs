using Confluent.Kafka;
using Omnibus.Drivers;
using TopicPartition = Omnibus.Drivers.TopicPartition;

namespace Omnibus.Kafka.Consuming;

using Result = ConsumeResult<DeliveryMemory.Slice, DeliveryMemory.Slice>;

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
            if (Consume(slice) is { } result)
            {
                Deliver(result);
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

    private Result? Consume(int milliseconds)
    {
        try
        {
            return _client.Consume(milliseconds);
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            var place = exception.ConsumerRecord.TopicPartitionOffset;
            switch (exception.Error.Code)
            {
                case ErrorCode.Local_AutoOffsetReset:
                    Rewind(new TopicPartitionOffset(place.Topic ?? _topic, place.Partition, place.Offset));
                    return null;

                // A topic that is gone takes its partitions with it; the group's other topics go on.
                case ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.Local_MaxPollExceeded:
                    _notices.Report(NoticeCode.ClientError, 1, place.Topic ?? _topic, exception);
                    return null;

                default:
                    throw;
            }
        }
    }

    private void Deliver(Result result)
    {
        var message = result.Message;
        var topic = result.Topic ?? _topic;

        // Strings of one topic are one string, so that deliveries do not keep many alive.
        _topic = topic == _topic ? _topic : topic;
        if (_ownership is { Unfinished: true } && !_ownership.Owns(new TopicPartition(_topic, result.Partition.Value)))
        {
            return;
        }

        _connection.Answered();
        var delivery = _receiving.Next();
        delivery.Reset(
            _topic,
            result.Partition.Value,
            new Position(0, (ulong)result.Offset.Value),
            _memory.Key,
            _memory.BytesOf(message.Value),
            message.Timestamp.Type == TimestampType.NotAvailable ? null : message.Timestamp.UnixTimestampMs,
            _memory.Owner);
        var headers = message.Headers;
        for (var index = 0; index < headers.Count; index++)
        {
            var header = headers[index];
            delivery.AddHeader(_names.Same(index, header.Key), header.GetValueBytes());
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
