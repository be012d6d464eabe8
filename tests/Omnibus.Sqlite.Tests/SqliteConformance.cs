using Omnibus.Conformance;
using Omnibus.Conformance.Xunit;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Tests;

public sealed class SqliteConformance : TransportConformance<SqliteHarness>;

public sealed class SqliteHarness : ITransportHarness
{
    private readonly TemporaryFolder _folder = new();

    public ITransportFactory Factory { get; } = new SqliteFactory();

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Path"] = _folder.File("bus.db") };

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
