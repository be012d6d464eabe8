using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Omnibus.OpenTelemetry.Tests;

/// <summary>A short life of a bus in which everything happens that can be measured.</summary>
internal sealed class Run : IAsyncDisposable
{
    private readonly IHost _host;
    private int _begun;

    private Run(IHost host) => _host = host;

    public IEventBus Bus => _host.Services.GetRequiredService<IEventBus>();

    public static async Task<Run> StartAsync(CancellationToken cancellationToken)
    {
        Run? run = null;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Omnibus:Transport"] = "memory",
            ["Omnibus:Publish:silence:Event"] = "test.silent.v1",
            ["Omnibus:Publish:silence:Enabled"] = "false",
            ["Omnibus:Publish:large:Event"] = "test.large.v1",
            ["Omnibus:Publish:large:Transport"] = "noisy",
            ["Omnibus:Consume:bills:Retry:Attempts"] = "2",
            ["Omnibus:Consume:bills:Retry:FirstDelay"] = "00:00:00.001",
            ["Omnibus:Consume:letters:Retry:Attempts"] = "1",
            ["Omnibus:Consume:letters:OnFailure"] = "Skip",
        });
        builder.AddOmnibus().AddEvents<TestsEventCatalogue>().AddTransport<NoisyFactory>()
            .HandleLocally<Order>(static (order, _, _) => order.Number == "poison" ? throw new InvalidOperationException("a secret") : ValueTask.CompletedTask)
            .Consumer("bills").Handle<Order>((order, _, _) => run!.Handle(order))
            .Consumer("letters").Handle<Order>((order, _, _) => run!.Handle(order));
        var host = builder.Build();
        run = new Run(host);
        await host.StartAsync(cancellationToken);
        return run;
    }

    /// <summary>Publishes one of each kind and waits until all is handled, passed over or a dead letter.</summary>
    public async Task LiveAsync(CancellationToken cancellationToken)
    {
        await Bus.PublishAsync(new Order("1"), cancellationToken: cancellationToken);
        await Bus.PublishAsync([new Order("2"), new Order("poison")], cancellationToken: cancellationToken);
        await Bus.PublishAsync(new Stray("3"), cancellationToken: cancellationToken);
        await Bus.PublishAsync(new Silent("4"), cancellationToken: cancellationToken);
        await Assert.ThrowsAsync<OmnibusException>(async () => await Bus.PublishAsync(new Large("5"), cancellationToken: cancellationToken));

        // Two good ones for each of two consumers; the bad one twice for the first and once for the second.
        await Until.HoldsAsync(() => Volatile.Read(ref _begun) == 7, "The last delivery");
    }

    /// <summary>Everything that was received is settled.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private ValueTask Handle(Order order)
    {
        Interlocked.Increment(ref _begun);
        return order.Number == "poison" ? throw new InvalidOperationException("a secret of the customer") : ValueTask.CompletedTask;
    }
}
