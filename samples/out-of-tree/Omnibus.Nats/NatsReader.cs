using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// Reads topics in order without a group: a consumer that the server forgets, for each topic. Nothing is acknowledged, so that a delivery which is lost on its
/// way leaves a gap in their numbers; reading then begins anew behind the last one that came.
/// </summary>
internal sealed class NatsReader : IConsumerDriver, ISeekableConsumer
{
    private static readonly TimeSpan s_forgottenAfter = TimeSpan.FromMinutes(1);

    private readonly NatsLink _link;
    private readonly ConsumerRequest _request;
    private readonly Pull _pull;
    private readonly Action<IAsyncDisposable> _forget;
    private int _closed;

    private NatsReader(NatsLink link, ConsumerRequest request, Pull pull, Action<IAsyncDisposable> forget) => (_link, _request, _pull, _forget) = (link, request, pull, forget);

    /// <inheritdoc />
    public SettlementModel Settlement => SettlementModel.Individual;

    /// <inheritdoc />
    public bool Ordered => true;

    /// <inheritdoc />
    public bool ReceiveBlocksThread => false;

    public static async ValueTask<NatsReader> OpenAsync(
        NatsLink link, ConsumerRequest request, TransportHost host, Action<IAsyncDisposable> forget, CancellationToken cancellationToken)
    {
        var sources = request.Topics.Select((topic, number) => new PullSource(topic, number)).ToList();
        foreach (var source in sources)
        {
            await BeginAsync(link, source, request.Start, cancellationToken).ConfigureAwait(false);
        }

        return new NatsReader(link, request, await Pull.OpenAsync(link, host.TimeProvider, sources, cancellationToken).ConfigureAwait(false), forget);
    }

    /// <inheritdoc />
    public ValueTask<int> ReceiveAsync(Memory<Delivery> buffer, CancellationToken cancellationToken) =>
        _pull.ReceiveAsync(buffer, _request.MaxWait, Take, source => GoAsync(source, source.Next, CancellationToken.None), cancellationToken);

    /// <inheritdoc />
    public ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) => default;

    /// <inheritdoc />
    public async ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        if (_pull.Sources.FirstOrDefault(source => source.Topic == partition.Topic) is { } source)
        {
            await GoAsync(source, NatsGroups.RecordOf(position), cancellationToken).ConfigureAwait(false);
            source.Asked = 0;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        _forget(this);
        try
        {
            await _pull.DisposeAsync().ConfigureAwait(false);
            foreach (var source in _pull.Sources)
            {
                await DeleteAsync(source).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // without a server nothing can be removed: it forgets the consumer by itself
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private static async ValueTask BeginAsync(NatsLink link, PullSource source, StartPoint start, CancellationToken cancellationToken)
    {
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        var config = NatsGroups.StartAt(
            new ConsumerConfig
            {
                Name = NatsGroups.Passing(),
                AckPolicy = ConsumerConfigAckPolicy.None,
                MemStorage = true,
                InactiveThreshold = s_forgottenAfter,
            },
            start);
        source.Losses = link.Losses;
        var consumer = await jetStream.CreateOrUpdateConsumerAsync(NatsNames.StreamOf(source.Topic), config, cancellationToken).ConfigureAwait(false);
        source.Consumer = config.Name!;
        source.Next = consumer.Info.Delivered.StreamSeq + 1;
        source.Delivered = 0;
    }

    private async ValueTask GoAsync(PullSource source, ulong record, CancellationToken cancellationToken)
    {
        await DeleteAsync(source).ConfigureAwait(false);
        await BeginAsync(_link, source, StartPoint.From(new Position(0, record)), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask DeleteAsync(PullSource source)
    {
        try
        {
            var jetStream = await _link.JetStreamAsync(CancellationToken.None).ConfigureAwait(false);
            await jetStream.DeleteConsumerAsync(NatsNames.StreamOf(source.Topic), source.Consumer).ConfigureAwait(false);
        }
        catch (NatsJSApiException)
        {
            // Forgotten already.
        }
    }

    /// <summary>What an earlier consumer was asked for may still come.</summary>
    private bool Take(PullSource source, NatsMsg<byte[]> message, AckSubject place)
    {
        if (place.Consumer != source.Consumer)
        {
            source.Asked++;
            return false;
        }

        if (place.Number != source.Delivered + 1)
        {
            source.IsBroken = true;
        }

        if (source.IsBroken)
        {
            return false;
        }

        source.Delivered = place.Number;
        source.Next = place.Record + 1;
        return true;
    }
}
