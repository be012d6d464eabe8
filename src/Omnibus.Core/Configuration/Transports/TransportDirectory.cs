using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Finds transports by the names that a deployer gives them.</summary>
internal sealed class TransportDirectory
{
    private const string Driver = "Driver";
    private const string EntriesPath = "Omnibus:Transports";
    private readonly PluginEntries _plugins;
    private readonly IReadOnlyDictionary<string, ITransportFactory> _drivers;
    private readonly IReadOnlyList<DriverSetting> _customs;
    private readonly LeftOutTransports _leftOut;
    private readonly ConfigurationProblems _problems;

    /// <summary>By name; null where the entry is there and wrong, which is reported once.</summary>
    private readonly SortedDictionary<string, TransportEntry?> _entries = new(StringComparer.OrdinalIgnoreCase);

    public TransportDirectory(
        BusRegistrations registrations,
        IReadOnlyList<OptionSection> entries,
        PluginSource plugins,
        ConfigurationProblems problems)
    {
        (_drivers, _customs, _problems) = (registrations.Transports, registrations.Customs.Settings, problems);
        _plugins = new PluginEntries(plugins, _drivers, problems);
        _leftOut = new LeftOutTransports(registrations);
        foreach (var section in entries)
        {
            if (!_plugins.Take(section) && !_leftOut.Take(section))
            {
                _entries.Add(section.Name, Read(section));
            }
        }
    }

    public IEnumerable<TransportEntry> Entries => _entries.Values.OfType<TransportEntry>();

    /// <summary>The installed drivers, for messages.</summary>
    public string Installed => _drivers.Count == 0
        ? "none is, so add one with AddTransport"
        : string.Join(", ", _drivers.Keys.Order(StringComparer.Ordinal));

    /// <summary>That a driver is there in the package and not in this build; null where that is not so.</summary>
    public string? WhyLeftOut(string driver) => _leftOut.WhyNot(driver);

    public bool IsInstalled(string driver) => _drivers.ContainsKey(driver);

    /// <summary>
    /// The transport that the option at <paramref name="path"/> names; null, with a problem, where there is none. Null too where it is in a folder and is not to
    /// be loaded for this.
    /// </summary>
    public TransportEntry? Find(string name, string path, bool load = true)
    {
        if (_entries.TryGetValue(name, out var entry))
        {
            return entry;
        }

        if (_plugins.Has(name))
        {
            if (!load)
            {
                return null;
            }

            // Named, and so chosen: only now is there any work for it.
            entry = _plugins.Load(name) is var (plugin, section) ? Entry(plugin, section) : null;
            entry?.Pass(Driver, PluginEntries.Option);
            _entries.Add(name, entry);
            return entry;
        }

        if (_drivers.TryGetValue(name, out var factory))
        {
            entry = Entry(factory, new OptionSection(factory.Info.Name, $"{EntriesPath}:{factory.Info.Name}", []));
            _entries.Add(entry.Name, entry);
            return entry;
        }

        if (_leftOut.WhyNot(name) is { } why)
        {
            _problems.Add(path, why);
            return null;
        }

        var suggestion = NearestName.To(name, _entries.Keys.Concat(_plugins.Names).Concat(_drivers.Keys)) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        var folder = name.AsSpan().IndexOfAny('/', '\\') < 0 ? "" : $"A folder with a transport is named in an entry: {EntriesPath}:NAME:{PluginEntries.Option}. ";
        _problems.Add(path, $"'{name}' is neither an entry of {EntriesPath} nor an installed driver. {suggestion}{folder}Installed: {Installed}.");
        return null;
    }

    private TransportEntry Entry(ITransportFactory factory, OptionSection section) => new(
        factory,
        section with
        {
            Values =
            [
                .. section.Values,
                .. _customs
                    .Where(custom => string.Equals(custom.Driver, factory.Info.Name, StringComparison.OrdinalIgnoreCase)
                        && !section.Values.Any(value => string.Equals(value.Key, custom.Name, StringComparison.OrdinalIgnoreCase)))
                    .Select(custom => KeyValuePair.Create<string, string?>(custom.Name, custom.Value)),
            ],
        });

    private TransportEntry? Read(OptionSection section)
    {
        if (TransportNames.IsNone(section.Name))
        {
            _problems.Add(section.Path, $"the name '{TransportNames.None}' means that the bus is off. Give the transport another name.");
            return null;
        }

        var driver = new SettingsReader(section.Path, section.Values).Text(Driver);
        if (_drivers.TryGetValue(driver ?? section.Name, out var factory))
        {
            var entry = Entry(factory, section);
            entry.Pass(Driver);
            return entry;
        }

        var suggestion = NearestName.To(driver ?? section.Name, _drivers.Keys) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        if (driver is null)
        {
            _problems.Add(
                section.Path,
                $"has no Driver, and '{section.Name}' is no installed driver itself. {suggestion}Set Driver, or {PluginEntries.Option} to the folder of a transport. Installed: {Installed}.");
        }
        else
        {
            _problems.Add($"{section.Path}:{Driver}", $"'{driver}' is not installed. {suggestion}Installed: {Installed}.");
        }

        return null;
    }
}
