using Omnibus.Drivers;

namespace Omnibus.Tests.Configuration;

/// <summary>A transport of which only the facts and the settings are real: checking a configuration needs no more.</summary>
internal sealed class FakeFactory(TransportInfo info, params SettingInfo[] settings) : ITransportFactory
{
    private readonly List<FakeTransport> _made = [];

    public TransportInfo Info { get; } = info;

    public IReadOnlyList<SettingInfo> Settings { get; } = settings;

    /// <summary>Every transport that was made, in order.</summary>
    public IReadOnlyList<FakeTransport> Made => _made;

    /// <summary>What making one does beyond reading every setting that is described.</summary>
    public Action<TransportSettings> OnCreate { get; init; } = static _ => { };

    /// <summary>Settings that are described and not read.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    public ITransport Create(TransportSettings settings, TransportHost host)
    {
        foreach (var setting in Settings.Where(setting => !Ignored.Contains(setting.Name)))
        {
            _ = setting.Kind == SettingKind.Section ? settings.Section(setting.Name).Count : settings.Text(setting.Name)?.Length;
        }

        OnCreate(settings);
        var transport = new FakeTransport(settings, host);
        _made.Add(transport);
        return transport;
    }
}

internal sealed class FakeTransport(TransportSettings settings, TransportHost host) : ITransport
{
    public TransportSettings Settings { get; } = settings;

    public TransportHost Host { get; } = host;

    public bool Disposed { get; private set; }

    public WireFormat Wire { get; } = new() { Fields = [] };

    public string? Address => Settings.Text("Path");

    public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Checking a configuration must not open anything.");

    public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Checking a configuration must not open anything.");

    public FaultCode Classify(Exception exception) => FaultCode.Unknown;

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
