using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Omnibus.Configuration;
using Omnibus.Drivers;
using Omnibus.Plugins.Reading;

namespace Omnibus.Plugins.Loading;

/// <summary>Loads transports from folders, each once for the process and into a context of its own. Safe on any thread.</summary>
[RequiresDynamicCode("Loads code that was compiled elsewhere.")]
[RequiresUnreferencedCode("Loads code that was compiled elsewhere.")]
internal sealed class PluginLoader(Func<PluginDescription, Assembly> load) : ITransportPlugins
{
    public static PluginLoader Instance { get; } = new(static plugin => new PluginContext(plugin).LoadTransport());

    /// <summary>Compares folders as the file systems of the platform usually do.</summary>
    public static StringComparer Folders { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ITransportFactory> _loaded = new(Folders);

    public LoadedPlugin Load(PluginRequest request)
    {
        var plugin = FolderReader.Read(request.Folder, request.Root);
        if (plugin.Problems is [var first, ..])
        {
            throw Wrong(request, first);
        }

        if (request.Installed.Contains(plugin.Name!, StringComparer.OrdinalIgnoreCase))
        {
            throw Wrong(request, PluginProblems.Taken(plugin.Name!, plugin.Folder));
        }

        if (request.Others.TryGetValue(plugin.Name!, out var other) && !Folders.Equals(other, plugin.Folder))
        {
            throw Wrong(request, PluginProblems.TwoFolders(plugin.Name!, plugin.Folder, other));
        }

        lock (_gate)
        {
            if (!_loaded.TryGetValue(plugin.Folder, out var factory))
            {
                factory = Make(plugin, request);
                _loaded.Add(plugin.Folder, factory);
            }

            return new LoadedPlugin(plugin.Folder, new PluginFactory(factory, plugin, request.Path));
        }
    }

    private ITransportFactory Make(PluginDescription plugin, PluginRequest request)
    {
        try
        {
            var type = load(plugin).GetCustomAttribute<TransportAttribute>()!.Factory;
            var factory = Activator.CreateInstance(type) as ITransportFactory
                ?? throw Wrong(request, PluginProblems.Unloadable(plugin.Folder, $"{type.FullName} is no ITransportFactory"));
            return factory.Info.Name == plugin.Name && factory.Settings is not null
                ? factory
                : throw Wrong(request, PluginProblems.Unloadable(plugin.Folder, $"its attribute calls it '{plugin.Name}' and its factory '{factory.Info.Name}'"));
        }
#pragma warning disable CA1031 // somebody else's code: whatever it throws is why it does not load
        catch (Exception exception) when (exception is not SettingException)
#pragma warning restore CA1031
        {
            throw Wrong(request, PluginFailures.Explain(plugin, exception));
        }
    }

    private static SettingException Wrong(PluginRequest request, PluginProblem problem) => new(request.Path, problem.ToString());
}
