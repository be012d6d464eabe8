using System.Diagnostics;
using Omnibus.Diagnostics;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>A span around all attempts, a child of the one that published. Free while nobody listens.</summary>
internal sealed class TraceStage(ConsumerParts parts) : DeliveryStage
{
    public override ValueTask InvokeAsync(DeliveryWork work) => Tracing.IsListenedTo ? TraceAsync(work) : Next.InvokeAsync(work);

    private async ValueTask TraceAsync(DeliveryWork work)
    {
        using var activity = Tracing.StartProcess(
            work.Context.Topic, parts.Configuration.Group, TextOf(work, Attributes.TraceParent), TextOf(work, Attributes.TraceState));
        try
        {
            await Next.InvokeAsync(work).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag("error.type", exception.GetType().FullName);
            throw;
        }
    }

    private static string? TextOf(DeliveryWork work, string attribute) =>
        work.TryFind(attribute, out var value) ? System.Text.Encoding.UTF8.GetString(value.Span) : null;
}
