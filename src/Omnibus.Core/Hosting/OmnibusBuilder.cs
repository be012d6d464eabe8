using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Omnibus.Drivers;

namespace Omnibus;

/// <summary>What an application says about the bus in code: its events, its handlers and its transports. All else is configuration.</summary>
public sealed class OmnibusBuilder
{
    internal OmnibusBuilder(IServiceCollection services, BusRegistrations registrations) => (Services, Registrations) = (services, registrations);

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    internal BusRegistrations Registrations { get; }

    /// <summary>The consumer of that name: <c>Omnibus:Consume:{name}</c> configures it. Asking twice gives the same one.</summary>
    public ConsumerBuilder Consumer(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The consumer '{name}' could not be named in configuration, where a colon separates names. Leave it out.", nameof(name));
        }

        return new ConsumerBuilder(this, Registrations.ConsumerOf(name));
    }

    /// <summary>Adds the events of an assembly, so that configuration may name them.</summary>
    public OmnibusBuilder AddEvents<TCatalogue>()
        where TCatalogue : EventCatalogue, new()
    {
        Registrations.Add(new TCatalogue());
        return this;
    }

    /// <summary>Takes over the customs of a system that the application joins. Configuration goes before them; a second call replaces the first.</summary>
    public OmnibusBuilder Follow(BusCustoms customs)
    {
        ArgumentNullException.ThrowIfNull(customs);
        Registrations.Customs = customs;
        return this;
    }

    /// <summary>Adds a transport to those that configuration can choose from.</summary>
    public OmnibusBuilder AddTransport<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TFactory>()
        where TFactory : class, ITransportFactory, new()
    {
        Registrations.Add(new TFactory());
        return this;
    }
}
