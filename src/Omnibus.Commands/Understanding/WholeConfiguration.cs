using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Omnibus.Commands.Running;
using Omnibus.Configuration;

namespace Omnibus.Commands.Understanding;

/// <summary>
/// The configuration with its routes and consumers, read and checked as the application would. Outside of an application its handlers are not known: then
/// consumers are those that the configuration names, and what handlers must fit is not checked.
/// </summary>
internal sealed class WholeConfiguration : IAsyncDisposable
{
    private WholeConfiguration(BusConfiguration bus, IConfigurationRoot source, BusRegistrations registrations, bool knowsHandlers) =>
        (Bus, Source, Registrations, KnowsHandlers) = (bus, source, registrations, knowsHandlers);

    public BusConfiguration Bus { get; }

    /// <summary>What it was read from.</summary>
    public IConfigurationRoot Source { get; }

    public BusRegistrations Registrations { get; }

    /// <summary>The handlers are those of an application.</summary>
    public bool KnowsHandlers { get; }

    /// <exception cref="OmnibusException">The configuration is wrong: it has every problem.</exception>
    public static WholeConfiguration Open(ParseResult parsed, BusOptions options)
    {
        var builder = BusSession.CreateBuilder(parsed, options);
        var registrations = options.Surroundings.Application ?? OfFolder(parsed, options, builder);
        var bus = ConfigurationLoader.Load(new ConfigurationInput
        {
            Configuration = builder.Configuration,
            Registrations = registrations,
            Environment = builder.Environment.EnvironmentName,
            Application = builder.Environment.ApplicationName,
            ContentRoot = builder.Environment.ContentRootPath,
            Time = TimeProvider.System,
        });
        return new WholeConfiguration(bus, builder.Configuration, registrations, options.Surroundings.Application is not null);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in Bus.Transports.Values)
        {
            await transport.Transport.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static BusRegistrations OfFolder(ParseResult parsed, BusOptions options, HostApplicationBuilder builder)
    {
        var registrations = builder.AddOmnibus().Registrations;
        registrations.HandlersElsewhere = true;
        foreach (var path in parsed.GetValue(options.Events) ?? [])
        {
            registrations.Add(EventAssemblies.Load(path));
        }

        options.Surroundings.AddTo(registrations);
        foreach (var consumer in builder.Configuration.GetSection("Omnibus:Consume").GetChildren())
        {
            registrations.ConsumerOf(consumer.Key);
        }

        return registrations;
    }
}
