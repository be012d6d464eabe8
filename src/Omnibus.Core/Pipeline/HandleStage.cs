using Microsoft.Extensions.DependencyInjection;
using Omnibus.Drivers;

namespace Omnibus.Pipeline;

/// <summary>Calls the application's handlers, within a scope unless all of them are singletons.</summary>
internal sealed class HandleStage(ConsumerParts parts) : DeliveryStage
{
    public override ValueTask InvokeAsync(DeliveryWork work) =>
        work.Invoker!.NeedsScope ? ScopedAsync(work) : work.Invoker.HandleAsync(work, parts.Services);

    private async ValueTask ScopedAsync(DeliveryWork work)
    {
        var done = work.HandlersDone;
        var scope = parts.Services.CreateAsyncScope();
        try
        {
            await work.Invoker!.HandleAsync(work, scope.ServiceProvider).ConfigureAwait(false);
        }
        catch
        {
            // Why the handler failed says more than what its services make of that.
            await DisposeAsync(scope).ConfigureAwait(false);
            throw;
        }

        if (await DisposeAsync(scope).ConfigureAwait(false) is { } exception)
        {
            // Nobody knows whose service it was: all that were called are called again.
            work.HandlersDone = done;
            throw new FailedDeliveryException(
                FaultCode.HandlerFailed, "", $"A service of a handler of '{work.Invoker.EventType}' failed when its scope was disposed.", exception);
        }
    }

    private static async ValueTask<Exception?> DisposeAsync(AsyncServiceScope scope)
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // whatever an application's service throws is a failure of the delivery
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }
}
