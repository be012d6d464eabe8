using System.Diagnostics;
using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>A span, a measurement and a line of the audit log around all attempts. Free where nobody wants any.</summary>
internal sealed class TraceStage(ConsumerParts parts) : DeliveryStage
{
    private readonly bool _audits = parts.Transport.Audit is not null;

    public override ValueTask InvokeAsync(DeliveryWork work) =>
        _audits || Tracing.IsListenedTo || parts.Metrics.MeasuresHandling ? TraceAsync(work) : Next.InvokeAsync(work);

    private async ValueTask TraceAsync(DeliveryWork work)
    {
        var started = parts.Time.GetTimestamp();
        using var activity = Tracing.IsListenedTo ? Tracing.StartProcess(parts, work) : null;
        try
        {
            await Next.InvokeAsync(work).ConfigureAwait(false);
            Audit(work);
        }
        finally
        {
            End(work, started, activity);
        }
    }

    private void End(DeliveryWork work, long started, Activity? activity)
    {
        if (work.Failure is { } failure)
        {
            activity?.Fail(failure.Reason);
        }

        if (work.Attempt > 1)
        {
            activity?.SetTag(Tags.Attempts, work.Attempt);
        }

        parts.Metrics.Handled(started, work.Context.Topic, work.Failure?.Reason);
    }

    private void Audit(DeliveryWork work)
    {
        if (!_audits)
        {
            return;
        }

        var outcome = work.Failure is { } failure ? $"{parts.Configuration.OnFailure} ({failure.Reason})"
            : work.Invoker is null ? "no handler"
            : "done";
        var context = work.Context;
        parts.Transport.Audit!.Handled(
            Tracing.TextOf(work, Attributes.Type) ?? "(none)",
            Tracing.TextOf(work, Attributes.Id) ?? "(none)",
            context.Topic,
            context.Partition,
            context.Position,
            context.Group,
            outcome,
            work.Attempt);
    }
}
