namespace Omnibus.Pipeline;

/// <summary>Calls the application's handlers, within a scope unless all of them are singletons.</summary>
internal sealed class HandleStage(ConsumerParts parts) : DeliveryStage
{
    public override ValueTask InvokeAsync(DeliveryWork work) =>
        work.Invoker!.NeedsScope ? ScopedAsync(work) : work.Invoker.HandleAsync(work, parts.Services);

    private async ValueTask ScopedAsync(DeliveryWork work)
    {
        var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(parts.Services);
        await using var _ = scope.ConfigureAwait(false);
        await work.Invoker!.HandleAsync(work, scope.ServiceProvider).ConfigureAwait(false);
    }
}
