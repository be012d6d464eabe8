using System.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Pipeline;

namespace Omnibus.Diagnostics;

/// <summary>
/// The activities of the source <c>Omnibus</c>, named and tagged after OpenTelemetry's semantic conventions for messaging. Nothing is made while nobody
/// listens.
/// </summary>
internal static class Tracing
{
    private static readonly ActivitySource s_source = new(OmnibusTelemetry.SourceName);

    public static bool IsListenedTo => s_source.HasListeners();

    /// <summary>A span around publishing; the event carries it as its trace parent.</summary>
    public static Activity? StartPublish(string system, string eventType, string topic, ref EventHead head)
    {
        if (!s_source.HasListeners() || StartPublish(system, eventType, topic) is not { } activity)
        {
            return null;
        }

        activity.SetTag(Tags.MessageId, head.IdText ?? head.Id.ToString());
        head = head with { TraceParent = activity.Id, TraceState = activity.TraceStateString };
        return activity;
    }

    /// <summary>A span around publishing a batch; its events carry it as their trace parent.</summary>
    public static Activity? StartPublishBatch(string system, string eventType, string topic) =>
        s_source.HasListeners() ? StartPublish(system, eventType, topic) : null;

    /// <summary>A span around handling, a child of the one that the event carries.</summary>
    public static Activity? StartProcess(ConsumerParts parts, DeliveryWork work)
    {
        ActivityContext.TryParse(TextOf(work, Attributes.TraceParent), TextOf(work, Attributes.TraceState), isRemote: true, out var parent);
        var topic = work.Context.Topic;
        if (s_source.StartActivity($"{Tags.Process} {topic}", ActivityKind.Consumer, parent) is not { } activity)
        {
            return null;
        }

        return activity
            .SetTag(Tags.System, parts.Metrics.System)
            .SetTag(Tags.Operation, Tags.Process)
            .SetTag(Tags.OperationType, Tags.Process)
            .SetTag(Tags.Destination, topic)
            .SetTag(Tags.Partition, work.Context.Partition.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .SetTag(Tags.Group, parts.Configuration.Group)
            .SetTag(Tags.Consumer, parts.Configuration.Name)
            .SetTag(Tags.MessageId, TextOf(work, Attributes.Id))
            .SetTag(Tags.EventType, TextOf(work, Attributes.Type));
    }

    /// <summary>Marks a span whose work failed with a reason.</summary>
    public static void Fail(this Activity activity, FaultCode reason) => activity.SetStatus(ActivityStatusCode.Error).SetTag(Tags.ErrorType, reason.ToString());

    private static Activity? StartPublish(string system, string eventType, string topic) => s_source.StartActivity($"{Tags.Publish} {topic}", ActivityKind.Producer)?
        .SetTag(Tags.System, system)
        .SetTag(Tags.Operation, Tags.Publish)
        .SetTag(Tags.OperationType, "send")
        .SetTag(Tags.Destination, topic)
        .SetTag(Tags.EventType, eventType);

    /// <summary>An attribute of a delivery as text; null where it has none.</summary>
    public static string? TextOf(DeliveryWork work, string attribute) =>
        work.TryFind(attribute, out var value) ? System.Text.Encoding.UTF8.GetString(value.Span) : null;
}
