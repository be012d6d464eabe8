using Omnibus.Drivers;

namespace Omnibus.Doctor.Tests.Harness;

/// <summary>A driver of an application's own, for events that nobody consumes. It cannot be asked for its broker.</summary>
internal class PigeonFactory : ITransportFactory
{
    public virtual TransportInfo Info { get; } = new("pigeon") { Coordination = Coordination.None, Abilities = [], TopicNames = new TopicNames(99), Durable = false };

    public IReadOnlyList<SettingInfo> Settings { get; } =
    [
        new("Word", SettingKind.Text, "What they answer to.") { Secret = true },
        new("Fault", SettingKind.Choice, "What asking ends with.") { Choices = Enum.GetNames<FaultCode>() },
    ];

    public ITransport Create(TransportSettings settings, TransportHost host) => Create(settings.Text("Word"), settings.Choice("Fault", FaultCode.Unavailable));

    protected virtual ITransport Create(string? word, FaultCode fault) => new Pigeons(fault);

    protected class Pigeons(FaultCode fault) : ITransport
    {
        public WireFormat Wire { get; } = new() { Fields = [] };

        public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public FaultCode Classify(Exception exception) => fault;

        public ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            return default;
        }
    }
}

/// <summary>The same, whose broker can be asked and answers with a fault, in a message that has the secret.</summary>
internal sealed class LostPigeonFactory : PigeonFactory
{
    public override TransportInfo Info { get; } = new("lost-pigeon") { Coordination = Coordination.None, Abilities = [typeof(IProbe)], TopicNames = new TopicNames(99), Durable = false };

    protected override ITransport Create(string? word, FaultCode fault) => new LostPigeons(word, fault);

    private sealed class LostPigeons(string? word, FaultCode fault) : Pigeons(fault), IProbe
    {
        public ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"nobody at pigeon://ada:millet@roof answers to '{word}'");
    }
}
