using NATS.Client.Core;
using NATS.Client.JetStream;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>A member of a group: a durable consumer for each topic, from which all members pull. Each record is acknowledged by itself.</summary>
internal sealed class NatsSharedConsumer : NatsConsumer, IExtendableConsumer
{
    private static readonly byte[] s_acknowledge = "+ACK"u8.ToArray();
    private static readonly byte[] s_requeue = "-NAK"u8.ToArray();
    private static readonly byte[] s_reject = "+TERM"u8.ToArray();
    private static readonly byte[] s_working = "+WPI"u8.ToArray();

    private readonly Presence _presence;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _inHand = new(StringComparer.Ordinal);

    private NatsSharedConsumer(NatsLink link, ConsumerRequest request, Pull pull, Presence presence, Action<IAsyncDisposable> forget)
        : base(link, request, pull, forget) => _presence = presence;

    /// <inheritdoc />
    public override bool Ordered => false;

    /// <inheritdoc />
    public TimeSpan ExtendInterval => Link.Options.AckWait / 3;

    public static async ValueTask<NatsSharedConsumer> OpenAsync(
        NatsLink link, ConsumerRequest request, TransportHost host, Action<IAsyncDisposable> forget, CancellationToken cancellationToken)
    {
        var durable = NatsNames.DurableOf(request.Group!);
        var sources = request.Topics.Select((topic, number) => new PullSource(topic, number) { Consumer = durable }).ToList();
        foreach (var source in sources)
        {
            source.Losses = link.Losses;
            await EnsureAsync(link, source, request.Start, cancellationToken).ConfigureAwait(false);
        }

        var pull = await Pull.OpenAsync(link, host.TimeProvider, sources, cancellationToken).ConfigureAwait(false);
        try
        {
            var presence = await Presence.BeginAsync(link, sources, request.Member, cancellationToken).ConfigureAwait(false);
            return new NatsSharedConsumer(link, request, pull, presence, forget);
        }
        catch
        {
            await TryAsync(pull.DisposeAsync).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    /// <remarks>The server takes acknowledgements in their order, so that its answer to the last is one to all.</remarks>
    public override async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        var connection = await Link.OpenAsync(cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < settlements.Length; index++)
        {
            var (subject, kind) = ((string)settlements.Span[index].DriverState!, settlements.Span[index].Kind);
            var word = kind switch { SettlementKind.Requeue => s_requeue, SettlementKind.Reject => s_reject, _ => s_acknowledge };
            if (index < settlements.Length - 1)
            {
                await connection.PublishAsync(subject, word, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await connection.RequestAsync<byte[], byte[]>(subject, word, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }

        lock (_gate)
        {
            foreach (ref readonly var settlement in settlements.Span)
            {
                _inHand.Remove((string)settlement.DriverState!);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask ExtendAsync(ReadOnlyMemory<Settlement> unsettled, CancellationToken cancellationToken)
    {
        var connection = await Link.OpenAsync(cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < unsettled.Length; index++)
        {
            await connection.PublishAsync((string)unsettled.Span[index].DriverState!, s_working, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool Take(PullSource source, NatsMsg<byte[]> message, AckSubject place)
    {
        source.Next = Math.Max(source.Next, place.Record + 1);
        lock (_gate)
        {
            _inHand.Add(message.ReplyTo!);
        }

        return true;
    }

    /// <summary>Where somebody removed the group it goes on behind what it was given.</summary>
    protected override ValueTask MendAsync(PullSource source) =>
        EnsureAsync(Link, source, source.Next == 0 ? Request.Start : StartPoint.From(new Position(0, source.Next)), CancellationToken.None);

    protected override async ValueTask CloseAsync()
    {
        await TryAsync(_presence.DisposeAsync).ConfigureAwait(false);
        await TryAsync(GiveBackAsync).ConfigureAwait(false);
    }

    /// <summary>Has a group's consumer be there. One that is there stays as it is, wherever a new one would begin.</summary>
    private static async ValueTask EnsureAsync(NatsLink link, PullSource source, StartPoint start, CancellationToken cancellationToken)
    {
        var jetStream = await link.JetStreamAsync(cancellationToken).ConfigureAwait(false);
        var stream = NatsNames.StreamOf(source.Topic);
        try
        {
            await jetStream.GetConsumerAsync(stream, source.Consumer, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (NatsJSApiException missing) when (NatsFaults.IsMissing(missing))
        {
        }

        try
        {
            await jetStream.CreateOrUpdateConsumerAsync(stream, NatsGroups.Durable(link, source.Consumer, start), cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException)
        {
            // Another member was first, and began elsewhere: its start holds.
            await jetStream.GetConsumerAsync(stream, source.Consumer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives everything back that is not settled, so that the others need not wait until it counts as abandoned.</summary>
    private async ValueTask GiveBackAsync()
    {
        List<string> back = [.. await Pull.EndAsync().ConfigureAwait(false)];
        lock (_gate)
        {
            back.AddRange(_inHand);
            _inHand.Clear();
        }

        var connection = await Link.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var subject in back)
        {
            await connection.PublishAsync(subject, s_requeue).ConfigureAwait(false);
        }

        await connection.PingAsync().ConfigureAwait(false);
    }
}
