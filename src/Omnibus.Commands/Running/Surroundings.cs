using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Omnibus.Commands.Running;

/// <summary>Where the tool stands: in a folder, whose configuration it reads, or inside an application, which has one already.</summary>
internal abstract class Surroundings
{
    /// <summary>An empty host with the configuration of the surroundings.</summary>
    /// <param name="environment">The environment that the user named; null: none.</param>
    public abstract HostApplicationBuilder CreateBuilder(string? environment);

    /// <summary>Adds the events that are known here to those that are there. The transports of an application take the place of those that are there.</summary>
    public abstract void AddTo(BusRegistrations registrations);

    /// <summary>The registrations of the application, with its handlers; null outside of one.</summary>
    public virtual BusRegistrations? Application => null;
}

/// <summary>The current folder, read as an application there would read it.</summary>
/// <param name="known">The catalogues that come with the tool.</param>
internal sealed class FolderSurroundings(IReadOnlyList<EventCatalogue> known) : Surroundings
{
    public override HostApplicationBuilder CreateBuilder(string? environment)
    {
        environment ??= Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environments.Development;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = "omnibus",
            EnvironmentName = environment,
            ContentRootPath = Directory.GetCurrentDirectory(),
        });
        builder.Configuration
            .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
            .AddJsonFile($"appsettings.{environment}.json", optional: true, reloadOnChange: false);
        if (builder.Environment.IsDevelopment() && UserSecrets.IdOf(builder.Environment.ContentRootPath) is { } id)
        {
            builder.Configuration.AddUserSecrets(id, reloadOnChange: false);
        }

        builder.Configuration.AddEnvironmentVariables();
        return builder;
    }

    public override void AddTo(BusRegistrations registrations)
    {
        foreach (var definition in known.SelectMany(catalogue => catalogue.Events).Where(definition => !registrations.Events.ContainsKey(definition.Type)))
        {
            registrations.Add(definition);
        }
    }
}

/// <summary>An application that has been built and is not started.</summary>
internal sealed class ApplicationSurroundings(IHost app) : Surroundings
{
    public override BusRegistrations Application { get; } = app.Services.GetService<BusRegistrations>()
        ?? throw new InvalidOperationException("The application has no bus. Call AddOmnibus on its builder before it is built.");

    public override HostApplicationBuilder CreateBuilder(string? environment)
    {
        var here = app.Services.GetRequiredService<IHostEnvironment>();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = here.ApplicationName,
            EnvironmentName = here.EnvironmentName,
            ContentRootPath = here.ContentRootPath,
        });
        builder.Configuration.AddConfiguration(app.Services.GetRequiredService<IConfiguration>());
        return builder;
    }

    public override void AddTo(BusRegistrations registrations)
    {
        registrations.Customs = Application.Customs;
        registrations.TakeTransports(Application);
        foreach (var definition in Application.Events.Values.Where(definition => !registrations.Events.ContainsKey(definition.Type)))
        {
            registrations.Add(definition);
        }
    }
}
