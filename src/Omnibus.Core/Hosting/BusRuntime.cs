using Microsoft.Extensions.Logging;
using Omnibus.Configuration;

namespace Omnibus;

/// <summary>The running bus: every transport, route and consumer of one process.</summary>
internal sealed class BusRuntime(
    BusConfiguration configuration, BusRegistrations registrations, IServiceProvider services, ILoggerFactory loggers, TimeProvider time)
    : IAsyncDisposable
{
    public BusConfiguration Configuration { get; } = configuration;

    internal BusRegistrations Registrations { get; } = registrations;

    internal IServiceProvider Services { get; } = services;

    internal ILoggerFactory Loggers { get; } = loggers;

    internal TimeProvider Time { get; } = time;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
