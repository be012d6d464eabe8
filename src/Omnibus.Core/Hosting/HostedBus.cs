using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Omnibus.Configuration;
using Omnibus.Diagnostics;

namespace Omnibus.Hosting;

/// <summary>
/// Starts and stops the bus with the host, in the order in which the application registers its services. Asking for the runtime loads the configuration, so
/// that a wrong one keeps the host from starting anything.
/// </summary>
internal sealed class HostedBus(BusRuntime runtime, BusCheckup checkup, ILoggerFactory loggers, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private HealthFile? _health;

    private readonly ILogger _logger = loggers.CreateLogger("Omnibus");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        LogChoices(runtime.Configuration);
        if (runtime.Configuration.HealthFile is { } path)
        {
            _health = new HealthFile(path, checkup, time, _logger);
            _health.Start();
        }

        await runtime.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await runtime.StopAsync(cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Also for a host that never stops its services.</summary>
    public ValueTask DisposeAsync() => _health?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void LogChoices(BusConfiguration configuration)
    {
        if (configuration.Transport is null)
        {
            HostingLog.BusIsOff(_logger, configuration.Service);
            return;
        }

        foreach (var transport in configuration.Transports.Values)
        {
            if (transport.Transport.Address is { } address)
            {
                HostingLog.TransportPlace(_logger, transport.Name, address);
            }
        }

        foreach (var consumer in configuration.DisabledConsumers)
        {
            HostingLog.ConsumerIsOff(_logger, consumer);
        }

        foreach (var route in configuration.Routes.Where(route => !route.Enabled))
        {
            HostingLog.RouteIsOff(_logger, route.Name, route.EventType);
        }
    }
}
