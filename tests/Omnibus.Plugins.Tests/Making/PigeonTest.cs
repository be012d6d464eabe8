namespace Omnibus.Plugins.Tests.Making;

/// <summary>A folder for plugins with a transport in it that works, the pigeon.</summary>
public abstract class PigeonTest : IDisposable
{
    protected PigeonTest()
    {
        Pigeon = Plugins.Folder("pigeon");
        PluginCompiler.Compile(Pigeon, "Pigeon", PluginCompiler.Transport());
    }

    private protected TemporaryPlugins Plugins { get; } = new();

    /// <summary>The folder that it is in.</summary>
    protected string Pigeon { get; }

    public void Dispose()
    {
        Plugins.Dispose();
        GC.SuppressFinalize(this);
    }
}
