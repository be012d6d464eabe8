using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>A driver that is healthy but for its patch.</summary>
internal sealed class PatchedTransport : HealthyTransport
{
    private readonly HealthyTransport _healthy;
    private readonly Patch _patch;
    private readonly bool _isNowhere;

    private PatchedTransport(ITransport inner, Cable cable, Patch patch)
        : base(inner, cable)
    {
        _healthy = new HealthyTransport(inner, cable);
        _patch = patch;
        _isNowhere = cable.IsCut;
    }

    /// <summary>A broken driver whose transports share one patch, and what that remembers.</summary>
    public static BrokenDriver Driver(string caught, Patch patch) => new((memory, cable) => new PatchedTransport(memory, cable, patch), caught);

    public override async ValueTask<IConsumerDriver> OpenConsumerAsync(ConsumerRequest request, CancellationToken cancellationToken)
    {
        _patch.Opening?.Invoke(cancellationToken);
        return await base.OpenConsumerAsync(_patch.Open is null ? request : await _patch.Open(_healthy, request), cancellationToken);
    }

    public override FaultCode Classify(Exception exception)
    {
        var code = base.Classify(exception);
        return _patch.Classify?.Invoke(exception, code, _isNowhere) ?? code;
    }

    public override ValueTask DisposeAsync() => _patch.Closes?.Invoke() ?? true ? base.DisposeAsync() : default;

    public override async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        var result = await base.ProbeAsync(cancellationToken);
        await (_patch.Probed?.Invoke(_healthy) ?? default);
        return result;
    }

    public override async ValueTask PrepareAsync(string group, IReadOnlyList<string> topics, StartPoint start, CancellationToken cancellationToken) =>
        await base.PrepareAsync(group, topics, _patch.Prepare is null ? start : await _patch.Prepare(_healthy, group, topics[0], start), cancellationToken);

    public override async ValueTask<LeaseGrant?> TryAcquireAsync(LeaseClaim claim, CancellationToken cancellationToken)
    {
        var grant = await base.TryAcquireAsync(claim, cancellationToken);
        return _patch.Grant is null ? grant : _patch.Grant(claim, grant);
    }

    public override async ValueTask<IReadOnlyList<Lease>> RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        var lost = await base.RenewAsync(leases, cancellationToken);
        return _patch.Lose?.Invoke(lost) ?? lost;
    }

    public override async ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        await base.ReleaseAsync(leases, cancellationToken);
        await (_patch.Released?.Invoke(_healthy, leases) ?? default);
    }

    public override ValueTask<bool> CreateAsync(TopicSpecification topic, CancellationToken cancellationToken) =>
        _patch.Create?.Invoke(_healthy, topic) ?? base.CreateAsync(topic, cancellationToken);

    public override async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var topics = await base.ListAsync(cancellationToken);
        return _patch.List?.Invoke(topics) ?? topics;
    }

    public override async ValueTask<TopicDescription?> DescribeAsync(string topic, CancellationToken cancellationToken) =>
        await base.DescribeAsync(topic, cancellationToken) is { } description ? _patch.Describe?.Invoke(description) ?? description : null;

    public override async ValueTask<GroupDescription?> DescribeGroupAsync(string group, CancellationToken cancellationToken) =>
        await base.DescribeGroupAsync(group, cancellationToken) is { } description ? _patch.DescribeGroup?.Invoke(description) ?? description : null;

    public override ValueTask SetPositionAsync(string group, TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        _patch.SetPosition?.Invoke(_healthy, group, partition, position) ?? base.SetPositionAsync(group, partition, position, cancellationToken);

    public override ValueTask<bool> DeleteGroupAsync(string group, CancellationToken cancellationToken) =>
        _patch.DeleteGroup?.Invoke(_healthy, group) ?? base.DeleteGroupAsync(group, cancellationToken);

    public override ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken) =>
        _patch.RegisterSchema?.Invoke(_healthy, schema) ?? base.RegisterAsync(schema, cancellationToken);

    public override async ValueTask<IReadOnlyList<TopicSchema>> ListSchemasAsync(string topic, CancellationToken cancellationToken)
    {
        var schemas = await base.ListSchemasAsync(topic, cancellationToken);
        return _patch.ListSchemas?.Invoke(schemas) ?? schemas;
    }

    public override async ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken)
    {
        var schema = await base.GetAsync(mark, cancellationToken);
        return _patch.FindSchema is null ? schema : _patch.FindSchema(_healthy, mark, schema);
    }

    protected override IProducerDriver Wrap(HealthyProducer producer) => new PatchedProducer(producer, _healthy, _patch);

    protected override IConsumerDriver Wrap(HealthyConsumer consumer, ConsumerRequest request) => new PatchedConsumer(consumer, request, _healthy, _patch);
}
