using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>
/// The entries of <c>Omnibus:Transports</c> that name a folder. Nothing is looked at before a route, a consumer or the default names one: a transport that
/// cannot be loaded here costs nothing where it is not used.
/// </summary>
internal sealed class PluginEntries(PluginSource source, IReadOnlyDictionary<string, ITransportFactory> drivers, ConfigurationProblems problems)
{
    /// <summary>The option.</summary>
    public const string Option = "Plugin";

    private const string Driver = "Driver";
    private readonly Dictionary<string, OptionSection> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _folders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries that nothing has named so far.</summary>
    public IEnumerable<string> Names => _waiting.Keys;

    public bool Has(string name) => _waiting.ContainsKey(name);

    /// <summary>Whether the entry names a folder, and so is kept here.</summary>
    public bool Take(OptionSection section)
    {
        if (TransportNames.IsNone(section.Name) || !section.Values.Any(value => IsOption(value.Key)))
        {
            return false;
        }

        _waiting.Add(section.Name, section);
        return true;
    }

    /// <summary>The factory that an entry names, and the entry; null, with a problem, where it cannot be used. To be called once for each.</summary>
    public (ITransportFactory Factory, OptionSection Section)? Load(string name)
    {
        _waiting.Remove(name, out var section);
        var settings = new SettingsReader(section!.Path, section.Values);
        var path = settings.PathOf(Option);
        if (settings.Text(Option) is not { } folder)
        {
            problems.Add(path, "is not the text of a path. Set it to the folder of a transport, or remove it.");
            return null;
        }

        if (source.Loader is not { } loader)
        {
            problems.Add(path, "this application does not load transports from folders: it calls no AddPlugins, or was compiled ahead of time. Use an installed driver. (OMN1200)");
            return null;
        }

        var loaded = problems.Catch(
            () => loader.Load(new PluginRequest { Path = path, Folder = folder, Root = source.Root, Installed = [.. drivers.Keys], Others = _folders }), null!);
        if (loaded is null)
        {
            return null;
        }

        var driver = loaded.Factory.Info.Name;
        _folders[driver] = loaded.Folder;
        if (settings.Text(Driver) is { } said && !string.Equals(said, driver, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(settings.PathOf(Driver), $"'{said}' is not what {folder} has: that is '{driver}'. Remove Driver, or {Option}.");
            return null;
        }

        return (loaded.Factory, section);
    }

    private static bool IsOption(string key) =>
        string.Equals(key, Option, StringComparison.OrdinalIgnoreCase) || key.StartsWith(Option + ":", StringComparison.OrdinalIgnoreCase);
}
