using Omnibus.Plugins.Reading;

namespace Omnibus.Plugins;

/// <summary>Looks at the folders of transports.</summary>
public static class PluginFolder
{
    /// <summary>What stands in a folder, and what speaks against loading it. Runs no code of it, and throws for nothing that it finds.</summary>
    /// <param name="folder">The folder, as <c>Omnibus:Transports:NAME:Plugin</c> has it.</param>
    /// <param name="root">Where a relative one begins: the content root of the host.</param>
    public static PluginDescription Describe(string folder, string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(root);
        return FolderReader.Read(folder, root);
    }
}
