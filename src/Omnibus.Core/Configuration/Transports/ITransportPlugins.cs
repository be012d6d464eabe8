using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Gets transports from folders. A package of its own does it: the core itself loads no code.</summary>
internal interface ITransportPlugins
{
    /// <summary>Looks at the folder, and loads what is there where nothing speaks against it. One folder is loaded once for the process.</summary>
    /// <exception cref="SettingException">It cannot be used.</exception>
    LoadedPlugin Load(PluginRequest request);
}

/// <summary>A transport that configuration names by its folder.</summary>
internal sealed record PluginRequest
{
    /// <summary>The configuration path that problems are reported at.</summary>
    public required string Path { get; init; }

    /// <summary>The folder, as it is written.</summary>
    public required string Folder { get; init; }

    /// <summary>Where a relative folder begins.</summary>
    public required string Root { get; init; }

    /// <summary>The drivers that the application has: no plugin takes their names.</summary>
    public required IReadOnlyCollection<string> Installed { get; init; }

    /// <summary>The folders that this configuration uses already, by the driver's name.</summary>
    public required IReadOnlyDictionary<string, string> Others { get; init; }
}

/// <summary>A transport from a folder.</summary>
/// <param name="Folder">The folder, as a full path.</param>
/// <param name="Factory">Its factory.</param>
internal sealed record LoadedPlugin(string Folder, ITransportFactory Factory);

/// <summary>Where plugins come from.</summary>
/// <param name="Loader">What loads them; null where the application cannot.</param>
/// <param name="Root">Where a relative folder begins.</param>
internal sealed record PluginSource(ITransportPlugins? Loader, string Root);
