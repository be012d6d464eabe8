using System.Text;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

internal sealed class PatchedConsumer(HealthyConsumer healthy, ConsumerRequest request, HealthyTransport transport, Patch patch) : HealthyConsumer(healthy)
{
    public HealthyConsumer Healthy { get; } = healthy;

    public ConsumerRequest Request => request;

    public HealthyTransport Transport => transport;

    public HashSet<TopicPartition> Paused { get; } = [];

    /// <summary>Where reading began, for each partition that is assigned.</summary>
    public Dictionary<TopicPartition, Position> Starts { get; } = [];

    public bool IsLeased => request.Coordination == Coordination.Leases;

    public bool IsShared => request.Coordination == Coordination.Shared;

    public bool IsWithoutGroup => request.Group is null;

    public override bool Ordered => patch.Ordered?.Invoke(request) ?? base.Ordered;

    /// <summary>Receives and leaves out what <paramref name="drops"/> names.</summary>
    public async ValueTask<int> ReceiveWithoutAsync(Memory<Delivery> buffer, Func<Delivery, bool> drops, CancellationToken cancellationToken)
    {
        var count = await Healthy.ReceiveAsync(buffer, cancellationToken);
        var kept = 0;
        for (var index = 0; index < count; index++)
        {
            var delivery = buffer.Span[index];
            if (drops(delivery))
            {
                delivery.Release();
            }
            else
            {
                (buffer.Span[index], buffer.Span[kept]) = (buffer.Span[kept], delivery);
                kept++;
            }
        }

        return kept;
    }

    public static string TextOf(Delivery delivery) => Encoding.UTF8.GetString(delivery.Body.GetValueOrDefault().Span);

    public override ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken) =>
        patch.Receive?.Invoke(this, buffer, cancellationToken) ?? base.ReceiveAsync(buffer, cancellationToken);

    public override async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) =>
        await base.SettleAsync(patch.Settle is null ? settlements : await patch.Settle(this, settlements.ToArray()), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await (patch.Closing?.Invoke() ?? default);
        await base.DisposeAsync();
    }

    public override ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken) =>
        patch.MaySeek?.Invoke(this, partition) ?? true ? base.SeekAsync(partition, position, cancellationToken) : default;

    public override void Pause(IReadOnlyList<TopicPartition> partitions)
    {
        Paused.UnionWith(partitions);
        base.Pause(partitions);
    }

    public override void Resume(IReadOnlyList<TopicPartition> partitions)
    {
        Paused.ExceptWith(partitions);
        base.Resume(partitions);
    }

    public override void Assign(IReadOnlyList<Assignment> assignments)
    {
        var changed = patch.Assign?.Invoke(this, assignments) ?? assignments;
        foreach (var assignment in changed)
        {
            Starts[assignment.Partition] = assignment.Start ?? default;
        }

        base.Assign(changed);
    }
}
