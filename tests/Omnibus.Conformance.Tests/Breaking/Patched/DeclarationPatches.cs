using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;
using static Omnibus.Conformance.Tests.Breaking.Patched.PatchedTransport;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>Drivers that declare, classify, administer or close wrongly.</summary>
internal static class DeclarationPatches
{
    public static IReadOnlyDictionary<string, BrokenDriver> All { get; } = new Dictionary<string, BrokenDriver>
    {
        ["CallsItselfUnordered"] = Driver("Coordination needs abilities, and they are there", new()
        {
            Ordered = request => request.Coordination == Coordination.Leases,
        }),
        ["SaysNothing"] = new((memory, cable) => new HealthyTransport(memory, cable), "The assembly says which transport it is, and the facts say the same")
        {
            Announce = inner => new UnannouncedFactory(inner),
        },
        ["HidesSettings"] = new((memory, cable) => new HealthyTransport(memory, cable), "Every setting that is read is described")
        {
            Announce = inner => new HidingFactory(inner),
        },
        ["RefusesLongNames"] = Driver("The longest topic name that the rule allows works, with every character that it allows", new()
        {
            Create = (transport, topic) => topic.Name.Length > 200 ? throw new ArgumentException("The name is too long.") : transport.CreateAsync(topic, CancellationToken.None),
        }),
        ["MakesTwice"] = Driver("A topic is made once, and keeps the partitions that it was made with", new()
        {
            Create = async (transport, topic) => await transport.CreateAsync(topic, CancellationToken.None) || true,
        }),
        ["ListsInNoOrder"] = Driver("Topics are listed in order, described, and removed with everything in them", new()
        {
            List = topics => [.. topics.Reverse()],
        }),
        ["EndsEarly"] = Driver("A description says where a topic begins and ends, and how much is in it", new()
        {
            Describe = topic => topic.Partitions[0].Count == 7
                ? topic with { Partitions = [topic.Partitions[0] with { End = topic.Partitions[0].First }, .. topic.Partitions.Skip(1)] }
                : topic,
        }),
        ["TakesAnyName"] = Driver("A name that the rule refuses is refused by the broker too", new()
        {
            Create = (transport, topic) => topic.Name.Contains('\a', StringComparison.Ordinal) ? new(true) : transport.CreateAsync(topic, CancellationToken.None),
        }),
        ["ProbesByWriting"] = Driver("A probe says what it found, and changes nothing", new()
        {
            Probed = async transport => await transport.CreateAsync(new TopicSpecification("probe"), CancellationToken.None),
        }),
        ["CallsAbsencePassing"] = Driver("A store that cannot be reached is unavailable", new()
        {
            Classify = (_, code, isNowhere) => isNowhere && code == FaultCode.Unavailable ? FaultCode.Transient : code,
        }),
        ["ThrowsWhenAsked"] = Driver("Every exception can be classified, and a strange one is unknown", new()
        {
            Classify = (exception, code, _) => exception is TimeoutException ? throw new InvalidOperationException("Never seen.", exception) : code,
        }),
        ["LeavesConsumersOpen"] = LeavesConsumersOpen(),
        ["EndsWithItsOpening"] = EndsWithItsOpening(),
    };

    private static BrokenDriver EndsWithItsOpening()
    {
        var opening = CancellationToken.None;
        return Driver("What was opened goes on when the token of its opening is cancelled", new()
        {
            Opening = token => opening = token,
            Receive = (consumer, buffer, cancellationToken) => opening.IsCancellationRequested
                ? throw new ObjectDisposedException(nameof(PatchedConsumer))
                : consumer.Healthy.ReceiveAsync(buffer, cancellationToken),
        });
    }

    private static BrokenDriver LeavesConsumersOpen()
    {
        var isOpen = false;
        return Driver("A transport that is closed takes its consumers and producers along", new()
        {
            Open = (_, request) =>
            {
                isOpen = request.Group is null && request.MaxWait > TimeSpan.FromSeconds(1);
                return new(request);
            },
            Closes = () => !isOpen,
        });
    }
}

/// <summary>A factory of which its assembly says nothing.</summary>
public sealed class UnannouncedFactory(ITransportFactory inner) : ITransportFactory
{
    public TransportInfo Info => inner.Info;

    public IReadOnlyList<SettingInfo> Settings => inner.Settings;

    public ITransport Create(TransportSettings settings, TransportHost host) => inner.Create(settings, host);
}

/// <summary>A factory that reads settings which it does not describe.</summary>
internal sealed class HidingFactory(ITransportFactory inner) : ITransportFactory
{
    public TransportInfo Info => inner.Info;

    public IReadOnlyList<SettingInfo> Settings => [];

    public ITransport Create(TransportSettings settings, TransportHost host) => inner.Create(settings, host);
}
