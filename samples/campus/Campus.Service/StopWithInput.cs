using Microsoft.Extensions.Hosting;

namespace Campus.Service;

/// <summary>
/// Stops the service when its standard input ends: the one way to ask a child process for an orderly stop that is the same on every system,
/// and it works also when the parent dies.
/// </summary>
internal sealed class StopWithInput(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer, stoppingToken).AsTask().WaitAsync(stoppingToken) > 0)
        {
            // Nobody says anything here; only the end counts.
        }

        lifetime.StopApplication();
    }
}
