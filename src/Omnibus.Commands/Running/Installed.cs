using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Omnibus.Plugins;

namespace Omnibus.Commands.Running;

/// <summary>What can be chosen here and what was chosen, neither read nor checked: there is something to say also where a start would fail.</summary>
/// <param name="Registrations">The transports that are known here.</param>
/// <param name="Configuration">The configuration of the surroundings and of the command line.</param>
/// <param name="Root">Where relative folders begin.</param>
internal sealed record Installed(BusRegistrations Registrations, IConfigurationRoot Configuration, string Root)
{
    /// <summary>The names under <c>Omnibus:Transports</c>, and the one that is chosen.</summary>
    public IEnumerable<string> Names => Section("Transports").GetChildren().Select(entry => entry.Key)
        .Append(Section("Transport").Value).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);

    public static Installed Open(ParseResult parsed, BusOptions options)
    {
        var builder = BusSession.CreateBuilder(parsed, options);
        var registrations = builder.AddOmnibus().Registrations;
        options.Surroundings.AddTo(registrations);
        return new Installed(registrations, builder.Configuration, builder.Environment.ContentRootPath);
    }

    public IConfigurationSection Section(string path) => Configuration.GetSection($"Omnibus:{path}");

    /// <summary>What stands in the folder of a transport; null where it is named by its driver.</summary>
    public PluginDescription? PluginOf(string name) => FolderOf(name) is { } folder ? PluginFolder.Describe(folder, Root) : null;

    /// <summary>The folder that a transport's entry names.</summary>
    public string? FolderOf(string name) => Section($"Transports:{name}:Plugin").Value is { Length: > 0 } folder ? folder : null;

    /// <summary>The driver of a transport that is named by it.</summary>
    public string DriverOf(string name) => Section($"Transports:{name}:Driver").Value ?? name;
}
