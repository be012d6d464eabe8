using Campus.Demo.Running;

namespace Campus.Tests;

/// <summary>A bus in a folder of its own, for services that a test starts as processes.</summary>
public abstract class CampusOnSqlite : IAsyncLifetime
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("campus-tests-").FullName;

    private protected Broker Broker { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Broker = await Broker.StartAsync("sqlite", Folder, TextWriter.Null, Stop);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
