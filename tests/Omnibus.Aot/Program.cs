using System.Globalization;
using System.Runtime.CompilerServices;
using Omnibus.Aot;
using Omnibus.Conformance;
using Omnibus.Drivers;
using Omnibus.Memory;
using Omnibus.Sqlite;

// Prints one line for each promise that was not kept, and at the end how many were.
var folder = Directory.CreateTempSubdirectory("omnibus-aot-").FullName;
var failed = 0;
try
{
    foreach (var store in (Store[])
    [
        new Store(new MemoryFactory(), new Dictionary<string, string?> { ["Name"] = "aot" }),
        new Store(new SqliteFactory(), new Dictionary<string, string?> { ["Path"] = Path.Combine(folder, "bus.db") }),
    ])
    {
        failed += await KeepAsync(store);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

Console.WriteLine(RuntimeFeature.IsDynamicCodeSupported ? "with a just-in-time compiler" : "compiled ahead of time");
return failed == 0 ? 0 : 1;

static async Task<int> KeepAsync(Store store)
{
    var seed = int.TryParse(Environment.GetEnvironmentVariable("OMNIBUS_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store.Factory.Info.Name}: seed {seed} (OMNIBUS_TEST_SEED)"));
    var (kept, notAsked, failed) = (0, 0, 0);
    foreach (var promise in ConformanceSuite.Cases)
    {
        if (promise.WhyNot(store.Factory.Info) is not null)
        {
            notAsked++;
            continue;
        }

        try
        {
            await promise.RunAsync(store, seed, CancellationToken.None);
            kept++;
        }
        catch (NotAskedException)
        {
            notAsked++;
        }
#pragma warning disable CA1031 // whatever it is, the promise was not kept
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Console.WriteLine($"not kept by {store.Factory.Info.Name}: {promise.Name}: {exception}");
            failed++;
        }
    }

    Console.WriteLine($"{store.Factory.Info.Name}: {kept} kept, {failed} not kept, {notAsked} not asked");
    return failed;
}

namespace Omnibus.Aot
{
    /// <summary>A store that needs nothing but its settings.</summary>
    internal sealed class Store(ITransportFactory factory, IReadOnlyDictionary<string, string?> settings) : ITransportHarness
    {
        public ITransportFactory Factory => factory;

        public IReadOnlyDictionary<string, string?> Settings => settings;

        public ValueTask DisposeAsync() => default;
    }
}
