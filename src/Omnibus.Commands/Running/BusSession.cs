using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Omnibus.Commands.Auditing;
using Omnibus.Configuration;
using Omnibus.Hosting;
using Omnibus.Schemas;

namespace Omnibus.Commands.Running;

/// <summary>
/// A bus for the length of one command: the configuration of the surroundings, and the transport that was asked for.
/// Routes, consumers and handlers are the applications' and are left out.
/// </summary>
internal sealed class BusSession : IAsyncDisposable
{
    private static readonly TimeSpan s_leave = TimeSpan.FromSeconds(10);

    private readonly IHost _host;

    private BusSession(IHost host, BusRegistrations registrations, IReadOnlyList<string> named)
    {
        (_host, Registrations, NamedTypes) = (host, registrations, named);
        Runtime = host.Services.GetRequiredService<BusRuntime>();
        Transport = Runtime.Transports[Runtime.Configuration.Transport ?? throw ToolException.SwitchedOff()];
    }

    public BusRuntime Runtime { get; }

    public BusRegistrations Registrations { get; }

    /// <summary>The event types of the assemblies that the user named, in order.</summary>
    public IReadOnlyList<string> NamedTypes { get; }

    /// <summary>The transport that the command works on.</summary>
    public TransportRuntime Transport { get; }

    /// <summary>What reads and compares schemas.</summary>
    public IAvroEngine Avro => _host.Services.GetRequiredService<IAvroEngine>();

    /// <summary>Where a verb says what it changed.</summary>
    public ILogger Audit => _host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(Auditing.Audit.Category);

    public BusConfiguration Configuration => Runtime.Configuration;

    /// <summary>Reads the configuration and makes the bus. Connects to nothing yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Its options.</param>
    /// <param name="streams">Where log lines go.</param>
    /// <param name="transport">The transport, whatever the configuration says; null: that of the configuration.</param>
    /// <exception cref="OmnibusException">The configuration is wrong.</exception>
    public static BusSession Open(ParseResult parsed, BusOptions options, Streams streams, string? transport = null)
    {
        var builder = CreateBuilder(parsed, options);
        if (transport is not null)
        {
            builder.Configuration.AddInMemoryCollection([new("Omnibus:Transport", transport)]);
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new AuditLines(streams.Error, TimeProvider.System));
        if (parsed.GetValue(options.Verbose))
        {
            builder.Logging.AddProvider(new ErrorLogging(streams.Error));
        }

        var bus = builder.AddOmnibus();
        bus.Registrations.OnlyTransports = true;
        foreach (var path in parsed.GetValue(options.Events) ?? [])
        {
            bus.Registrations.Add(EventAssemblies.Load(path));
        }

        List<string> named = [.. bus.Registrations.Events.Keys.Order(StringComparer.Ordinal)];
        options.Surroundings.AddTo(bus.Registrations);
        var host = builder.Build();
        try
        {
            return new BusSession(host, bus.Registrations, named);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>The ability of the transport; a clear error where it has none.</summary>
    public TAbility Need<TAbility>(string what)
        where TAbility : class
        => Transport.Transport as TAbility ?? throw ToolException.Unable(Transport.Name, what);

    public async ValueTask DisposeAsync()
    {
        using var leave = new CancellationTokenSource(s_leave);
        await Runtime.StopAsync(leave.Token).ConfigureAwait(false);
        await Runtime.DisposeAsync().ConfigureAwait(false);
        _host.Dispose();
    }

    /// <summary>A host with nothing but the configuration of the surroundings and of the command line.</summary>
    public static HostApplicationBuilder CreateBuilder(ParseResult parsed, BusOptions options)
    {
        var builder = options.Surroundings.CreateBuilder(options.Surroundings.Application is null ? parsed.GetValue(options.Environment) : null);
        builder.Configuration.AddInMemoryCollection(FromCommandLine(parsed, options));
        return builder;
    }

    /// <summary>What comes later on the command line holds, and <c>--transport</c> before all.</summary>
    private static Dictionary<string, string?> FromCommandLine(ParseResult parsed, BusOptions options)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in parsed.GetValue(options.Set) ?? [])
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw ToolException.Usage($"--set {setting}: write PATH=VALUE.");
            }

            var path = setting[..equals];
            values[path.StartsWith("Omnibus:", StringComparison.OrdinalIgnoreCase) ? path : $"Omnibus:{path}"] = setting[(equals + 1)..];
        }

        if (parsed.GetValue(options.Transport) is { } transport)
        {
            values["Omnibus:Transport"] = transport;
        }

        return values;
    }
}
