using System.Globalization;
using Omnibus.Configuration;
using Omnibus.Encodings;
using Omnibus.Publishing;

namespace Omnibus.Pipeline;

/// <summary>Stores a delivery as a dead letter of its group: the record unchanged, and beside it why, where and when it failed.</summary>
internal sealed class DeadLetterWriter(BusConfiguration bus, ConsumerConfiguration consumer, ProducerLoop loop, TimeProvider time)
{
    /// <summary>What the topic of the dead letters of a group is called.</summary>
    public static string TopicOf(string topic, string group) => $"{topic}.{group}.dead-letter";

    public async ValueTask StoreAsync(DeliveryWork work, FailedDeliveryException failure)
    {
        var delivery = work.Delivery;
        var topic = TopicOf(delivery.State.ShortTopic, consumer.Group);
        var record = PublishOperationPool.Rent();
        record.Begin(loop, new RawRoute("dead-letter", consumer.Transport, topic), new EventHead { Time = default }, bus.FullName(topic));
        try
        {
            if (delivery.Key is { } key)
            {
                record.WriteKey(key.Span);
            }

            foreach (var header in delivery.Headers)
            {
                if (!header.Name.StartsWith(DeadLetterHeaders.Prefix, StringComparison.Ordinal))
                {
                    record.AddHeader(header.Name, header.Value.Span);
                }
            }

            AddReason(record, work, failure);
            if (delivery.Body is { } body)
            {
                record.BeginBody();
                record.Buffer.Write(body.Span);
                record.EndBody();
            }

            record.Seal();
        }
        catch
        {
            record.Abandon();
            throw;
        }

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

/// <summary>The headers that a dead letter has beside those of its record.</summary>
internal static class DeadLetterHeaders
{
    public const string Prefix = "omnibus-";
    public const string Reason = "omnibus-reason";
    public const string Exception = "omnibus-exception";
    public const string Message = "omnibus-message";
    public const string Handler = "omnibus-handler";
    public const string Attempts = "omnibus-attempts";
    public const string Topic = "omnibus-topic";
    public const string Partition = "omnibus-partition";
    public const string Position = "omnibus-position";
    public const string Group = "omnibus-group";
    public const string Time = "omnibus-time";
}
