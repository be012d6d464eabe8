using System.CommandLine;

namespace Omnibus.Commands.Running;

/// <summary>The options that every verb has.</summary>
internal sealed class BusOptions(Surroundings surroundings)
{
    public Surroundings Surroundings { get; } = surroundings;

    public Option<string?> Transport { get; } = new("--transport")
    {
        Description = "The transport to use: a name under Omnibus:Transports, or a driver (memory, sqlite, redis, kafka).",
        HelpName = "NAME",
        Recursive = true,
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Sets one configuration value, for example --set Transports:redis:Url=redis://localhost. Repeatable; names are below Omnibus.",
        HelpName = "PATH=VALUE",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    public Option<string[]> Events { get; } = new("--events")
    {
        Description = "An assembly with an event catalogue: its types are known by name and checked. Repeatable.",
        HelpName = "DLL",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Environment { get; } = new("--environment")
    {
        Description = "The environment, which chooses appsettings.{Environment}.json. Default: DOTNET_ENVIRONMENT, else Development.",
        HelpName = "NAME",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Writes one JSON document instead of a table.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Also logs what goes on, to standard error.",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(Transport);
        root.Add(Set);
        root.Add(Events);
        if (Surroundings.Application is null)
        {
            root.Add(Environment);
        }

        root.Add(Json);
        root.Add(Verbose);
    }
}
