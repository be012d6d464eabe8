using System.Globalization;
using Omnibus.Configuration;
using Omnibus.Publishing;
using Omnibus.Recovery;

namespace Omnibus.Pipeline;

/// <summary>Stores a delivery as a dead letter of its group: the record unchanged, and beside it why, where and when it failed.</summary>
internal sealed class DeadLetterWriter(BusConfiguration bus, ConsumerConfiguration consumer, ProducerLoop loop, TimeProvider time)
{
    /// <summary>What the topic of the dead letters of a group is called.</summary>
    public static string TopicOf(string topic, string group) => GroupTopics.LettersOf(topic, group);

    public async ValueTask StoreAsync(DeliveryWork work, FailedDeliveryException failure)
    {
        var delivery = work.Delivery;
        var topic = TopicOf(GroupTopics.SourceOf(delivery.State.ShortTopic, consumer), consumer.Group);
        var record = RecordCopy.Of(
            delivery,
            loop,
            new RawRoute("dead-letter", consumer.Transport, topic),
            bus.FullName(topic),
            static name => !name.StartsWith(DeadLetterHeaders.Prefix, StringComparison.Ordinal),
            copy => AddReason(copy, work, failure));
        var completion = record.Completion;
        loop.Enqueue(record);
        await completion.ConfigureAwait(false);
    }

    private void AddReason(PublishOperation record, DeliveryWork work, FailedDeliveryException failure)
    {
        record.AddHeader(DeadLetterHeaders.Reason, failure.Reason.ToString());
        record.AddHeader(DeadLetterHeaders.Handler, failure.Handler);
        record.AddHeader(DeadLetterHeaders.Attempts, work.Attempt.ToString(CultureInfo.InvariantCulture));
        record.AddHeader(DeadLetterHeaders.Topic, work.Context.Topic);
        record.AddHeader(DeadLetterHeaders.Partition, work.Context.Partition.ToString(CultureInfo.InvariantCulture));
        record.AddHeader(DeadLetterHeaders.Position, work.Context.Position.ToString());
        record.AddHeader(DeadLetterHeaders.Group, consumer.Group);
        record.AddHeader(DeadLetterHeaders.Time, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        if (DeadLetterHeaders.Find(work.Delivery, DeadLetterHeaders.Redrives) is { } redrives)
        {
            record.AddHeader(DeadLetterHeaders.Redrives, redrives);
        }

        if (failure.InnerException is { } exception)
        {
            record.AddHeader(DeadLetterHeaders.Exception, exception.GetType().FullName ?? exception.GetType().Name);
            if (consumer.DeadLetterMessages)
            {
                record.AddHeader(DeadLetterHeaders.Message, exception.Message);
            }
        }
    }
}
