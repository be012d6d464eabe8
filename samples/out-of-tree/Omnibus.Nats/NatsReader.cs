using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// Reads topics in order without a group: a consumer that the server forgets, for each topic. Nothing is acknowledged, so that a delivery which is lost on its
/// way leaves a gap in their numbers; reading then begins anew behind the last one that came.
/// </summary>
internal sealed class NatsReader : NatsConsumer, ISeekableConsumer
{
    private static readonly TimeSpan s_forgottenAfter = TimeSpan.FromMinutes(1);

    private NatsReader(NatsLink link, ConsumerRequest request, Pull pull, Action<IAsyncDisposable> forget)
        : base(link, request, pull, forget)
    {
    }

    /// <inheritdoc />
    public override bool Ordered => true;

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
    public override ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken) => default;

    /// <inheritdoc />
    public async ValueTask SeekAsync(TopicPartition partition, Position position, CancellationToken cancellationToken)
    {
        if (Pull.Sources.FirstOrDefault(source => source.Topic == partition.Topic) is { } source)
        {
            await GoAsync(source, NatsGroups.RecordOf(position), cancellationToken).ConfigureAwait(false);
            source.Asked = 0;
        }
    }

    /// <summary>What an earlier consumer was asked for may still come.</summary>
    protected override bool Take(PullSource source, NatsMsg<byte[]> message, AckSubject place)
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

    protected override ValueTask MendAsync(PullSource source) => GoAsync(source, source.Next, CancellationToken.None);

    protected override async ValueTask CloseAsync()
    {
        await TryAsync(Pull.DisposeAsync).ConfigureAwait(false);
        foreach (var source in Pull.Sources)
        {
            await TryAsync(() => DeleteAsync(source)).ConfigureAwait(false);
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
        await BeginAsync(Link, source, StartPoint.From(new Position(0, record)), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask DeleteAsync(PullSource source)
    {
        try
        {
            var jetStream = await Link.JetStreamAsync(CancellationToken.None).ConfigureAwait(false);
            await jetStream.DeleteConsumerAsync(NatsNames.StreamOf(source.Topic), source.Consumer).ConfigureAwait(false);
        }
        catch (NatsJSApiException)
        {
            // Forgotten already.
        }
    }
}
