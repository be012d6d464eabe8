using Microsoft.Extensions.Logging.Abstractions;
using Omnibus.Diagnostics;
using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Commands.Running;

/// <summary>
/// A transport without a broker: records are laid out as they would be there, and go nowhere. Schemas are given the numbers that the user names, the data's
/// first and then the key's.
/// </summary>
internal sealed class PaperTransport(WireFormat wire, int number) : ITransport, ISchemaStore
{
    /// <inheritdoc />
    public WireFormat Wire => wire;

    /// <summary>The runtime of a transport that is laid out as a driver does it.</summary>
    /// <param name="session">The command.</param>
    /// <param name="driver">The driver's name.</param>
    /// <param name="number">The number of the data's schema, where schemas have one.</param>
    public static async Task<TransportRuntime> RuntimeAsync(BusSession session, string driver, int number)
    {
        var factory = session.Registrations.Transports.GetValueOrDefault(driver)
            ?? throw ToolException.Usage($"--format {driver}: this application has no transport '{driver}'. Use the tool outside of it, which has every one.");
        var real = factory.Create(
            new TransportSettings("wire", "wire", NowhereOf(driver)),
            new TransportHost { TimeProvider = session.Transport.Time, Notices = new NoNotices(), Service = session.Configuration.Service, Instance = "wire" });
        await using var closing = real.ConfigureAwait(false);
        var paper = new PaperTransport(real.Wire, number);
        return new TransportRuntime(
            driver, factory.Info, paper, new TopicCreator(session.Configuration, paper), new BusHealth(), session.Transport.AllMetrics, NullLogger.Instance, session.Transport.Time, session.Avro);
    }

    /// <inheritdoc />
    public ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken) => new(
        wire.SchemaMark == SchemaMarkPlace.Attribute ? new SchemaMark(null, schema.Fingerprint)
            : new SchemaMark(schema.Role == SchemaRole.Value ? number : number + 1, null));

    /// <inheritdoc />
    public ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) => new((string?)null);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken) => new((IReadOnlyList<TopicSchema>)[]);

    /// <inheritdoc />
    public ValueTask<IProducerDriver> OpenProducerAsync(ProducerRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    public ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    public FaultCode Classify(Exception exception) => FaultCode.Unknown;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;

    /// <summary>Settings with which a driver can be made, and connects to nothing.</summary>
    private static Dictionary<string, string?> NowhereOf(string driver) => driver == "kafka"
        ? new() { ["BootstrapServers"] = "127.0.0.1:1", ["SchemaRegistry:Url"] = "http://127.0.0.1:1" }
        : new() { ["Url"] = "redis://127.0.0.1:1" };

    private sealed class NoNotices : IDriverNotices
    {
        public void Report(NoticeCode code, long count, string place, Exception? exception = null)
        {
        }
    }
}
