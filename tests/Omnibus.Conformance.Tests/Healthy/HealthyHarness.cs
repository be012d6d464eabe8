using Omnibus.Drivers;
using Omnibus.Memory;

namespace Omnibus.Conformance.Tests.Healthy;

/// <summary>Memory, as one kind of driver passes it on.</summary>
internal sealed class HealthyHarness : ITransportHarness
{
    private readonly Cable _cable = new();
    private ITransport? _keeper;
    private readonly Cable _neverThere = new() { IsCut = true };

    /// <param name="wrap">Makes the driver over a memory transport.</param>
    /// <param name="declare">Changes what the driver declares.</param>
    /// <param name="announce">Changes the factory.</param>
    public HealthyHarness(
        Func<ITransport, Cable, ITransport> wrap,
        Func<TransportInfo, TransportInfo>? declare = null,
        Func<ITransportFactory, ITransportFactory>? announce = null)
    {
        var factory = new HealthyFactory(this, wrap, declare ?? (info => info));
        Factory = announce?.Invoke(factory) ?? factory;
        Settings = new Dictionary<string, string?> { ["Name"] = $"{Guid.NewGuid()}" };
        UnreachableSettings = new Dictionary<string, string?> { ["Name"] = "nowhere" };
    }

    public ITransportFactory Factory { get; }

    public IReadOnlyDictionary<string, string?> Settings { get; }

    public IReadOnlyDictionary<string, string?>? UnreachableSettings { get; }

    public TimeSpan Patience => TimeSpan.FromSeconds(4);

    public TimeSpan ShortWait => TimeSpan.FromMilliseconds(5);

    /// <summary>The store outlives its connections, as one on a disk does.</summary>
    public bool KeepsStore
    {
        init => _keeper = value ? new MemoryFactory().Create(new TransportSettings("keeper", "keeper", Settings), ConformanceHost.New()) : null;
    }

    public TimeSpan? SilenceLimit { get; init; }

    public ValueTask<IAsyncDisposable?> InterruptAsync(CancellationToken cancellationToken)
    {
        _cable.IsCut = true;
        return new(new Mending(_cable));
    }

    public ValueTask DisposeAsync() => _keeper?.DisposeAsync() ?? default;

    private sealed class HealthyFactory(HealthyHarness harness, Func<ITransport, Cable, ITransport> wrap, Func<TransportInfo, TransportInfo> declare)
        : ITransportFactory
    {
        private readonly MemoryFactory _memory = new();

        public TransportInfo Info => declare(_memory.Info);

        public IReadOnlyList<SettingInfo> Settings => _memory.Settings;

        public ITransport Create(TransportSettings settings, TransportHost host)
        {
            var isThere = settings.Text("Name") == harness.Settings["Name"];
            return wrap(_memory.Create(settings, host), isThere ? harness._cable : harness._neverThere);
        }
    }

    private sealed class Mending(Cable cable) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            cable.IsCut = false;
            return default;
        }
    }
}
