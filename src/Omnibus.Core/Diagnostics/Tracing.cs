using System.Diagnostics;
using Omnibus.Encodings;

namespace Omnibus.Diagnostics;

/// <summary>The activities of the source <c>Omnibus</c>. Nothing is made while nobody listens.</summary>
internal static class Tracing
{
    public const string SourceName = "Omnibus";

    private static readonly ActivitySource s_source = new(SourceName);

    public static bool IsListenedTo => s_source.HasListeners();

    /// <summary>A span around publishing; the event carries it as its trace parent.</summary>
    public static Activity? StartPublish(string eventType, string topic, ref EventHead head)
    {
        if (!s_source.HasListeners() || s_source.StartActivity($"publish {topic}", ActivityKind.Producer) is not { } activity)
        {
            return null;
        }

        activity.SetTag("messaging.system", "omnibus");
        activity.SetTag("messaging.operation.type", "send");
        activity.SetTag("messaging.destination.name", topic);
        activity.SetTag("omnibus.event.type", eventType);
        head = head with { TraceParent = activity.Id, TraceState = activity.TraceStateString };
        return activity;
    }

    /// <summary>A span around handling, a child of the one that the event carries.</summary>
    public static Activity? StartProcess(string topic, string group, string? traceParent, string? traceState)
    {
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        var activity = s_source.StartActivity($"process {topic}", ActivityKind.Consumer, parent);
        activity?.SetTag("messaging.system", "omnibus");
        activity?.SetTag("messaging.operation.type", "process");
        activity?.SetTag("messaging.destination.name", topic);
        activity?.SetTag("messaging.consumer.group.name", group);
        return activity;
    }
}
