using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking;

/// <summary>A record as a driver makes something else of it.</summary>
internal sealed class ChangedRecord(OutgoingRecord inner) : OutgoingRecord
{
    private RecordHeader[]? _headers;

    public Func<int?, int?> ChangePartition { get; init; } = partition => partition;

    public Func<RecordHeader[], RecordHeader[]> ChangeHeaders { get; init; } = headers => headers;

    public Func<ReadOnlyMemory<byte>?, ReadOnlyMemory<byte>?> ChangeBody { get; init; } = body => body;

    public Func<Position, Position> ChangePosition { get; init; } = position => position;

    public int Successes { get; init; } = 1;

    public override string Topic => inner.Topic;

    public override int? Partition => ChangePartition(inner.Partition);

    public override ReadOnlyMemory<byte>? Key => inner.Key;

    public override ReadOnlySpan<RecordHeader> Headers => _headers ??= ChangeHeaders(inner.Headers.ToArray());

    public override int HeadersBeforeBody => inner.HeadersBeforeBody;

    public override ReadOnlyMemory<byte>? Body => ChangeBody(inner.Body);

    public override void Succeed(int partition, Position position)
    {
        for (var time = 0; time < Successes; time++)
        {
            inner.Succeed(partition, ChangePosition(position));
        }
    }

    public override void Fail(Exception exception, bool mayBeStored) => inner.Fail(exception, mayBeStored);
}

/// <summary>A producer that makes something else of every record.</summary>
internal sealed class ChangingProducer(HealthyProducer inner, Func<OutgoingRecord, OutgoingRecord> change) : HealthyProducer(inner)
{
    public override ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken) =>
        base.SendAsync(batch.ToArray().Select(change).ToArray(), cancellationToken);
}
