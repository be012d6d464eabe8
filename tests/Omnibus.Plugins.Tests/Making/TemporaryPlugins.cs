using System.Runtime.InteropServices;

namespace Omnibus.Plugins.Tests.Making;

/// <summary>A folder for the plugins of one test. What was loaded from it stays open on Windows, and then so does the folder.</summary>
public sealed class TemporaryPlugins : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("omnibus-plugins-").FullName;

    /// <summary>A new folder below.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (UnauthorizedAccessException) when (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
        }
    }
}
