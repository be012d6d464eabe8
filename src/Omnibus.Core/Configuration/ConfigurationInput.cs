using Microsoft.Extensions.Configuration;

namespace Omnibus.Configuration;

/// <summary>Everything that a configuration is made of.</summary>
internal sealed record ConfigurationInput
{
    /// <summary>The application's configuration, of which the section <c>Omnibus</c> is read.</summary>
    public required IConfiguration Configuration { get; init; }

    public required BusRegistrations Registrations { get; init; }

    /// <summary>The host's environment; only <c>Development</c> means something.</summary>
    public required string Environment { get; init; }

    /// <summary>The host's application name: the service where none is set. Null: there is no host.</summary>
    public required string? Application { get; init; }

    /// <summary>Where relative paths begin: the folder that the host reads its configuration from.</summary>
    public string ContentRoot { get; init; } = AppContext.BaseDirectory;

    public required TimeProvider Time { get; init; }

    /// <summary>How long the host waits for everything to stop; null where that is not known.</summary>
    public TimeSpan? ShutdownTimeout { get; init; }

    /// <summary>Whether a service can be had from the container.</summary>
    public Func<Type, bool> HasService { get; init; } = static _ => true;
}
