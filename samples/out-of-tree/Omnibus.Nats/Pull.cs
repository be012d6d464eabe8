using System.Globalization;
using System.Text;
using NATS.Client.Core;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// Reads consumers of the server: asks each for as many records as there is room for, and takes what comes to one inbox. A question holds as long as a receive
/// waits, so that an idle member keeps nothing from the others.
/// </summary>
internal sealed class Pull : IAsyncDisposable
{
    /// <summary>Room for everything that can have been asked for: what does not fit is dropped by the client.</summary>
    public static NatsSubOpts Roomy { get; } = new() { ChannelOpts = new NatsSubChannelOpts { Capacity = 65_536 } };

    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    private readonly NatsLink _link;
    private readonly TimeProvider _time;
    private readonly INatsSub<byte[]> _inbox;
    private readonly string _address;
    private readonly Dictionary<string, PullSource> _bySubject;
    private readonly CancellationTokenSource _closing = new();
    private int _closed;

    private Pull(NatsLink link, TimeProvider time, INatsSub<byte[]> inbox, string address, IReadOnlyList<PullSource> sources)
    {
        (_link, _time, _inbox, _address, Sources) = (link, time, inbox, address, sources);
        _bySubject = sources.ToDictionary(source => NatsNames.SubjectOf(source.Topic), StringComparer.Ordinal);
    }

    public IReadOnlyList<PullSource> Sources { get; }

    public static async ValueTask<Pull> OpenAsync(NatsLink link, TimeProvider time, IReadOnlyList<PullSource> sources, CancellationToken cancellationToken)
    {
        var connection = await link.OpenAsync(cancellationToken).ConfigureAwait(false);
        var address = link.NewInbox();

        // The client ends a subscription with the token that it was made with, and ours is for opening only.
        var inbox = await connection.SubscribeCoreAsync<byte[]>($"{address}.*", opts: Roomy, cancellationToken: CancellationToken.None).ConfigureAwait(false);
        return new Pull(link, time, inbox, address, sources);
    }

    /// <summary>One receive.</summary>
    /// <param name="buffer">Where records go.</param>
    /// <param name="maxWait">How long to wait for the first.</param>
    /// <param name="accepts">Whether a record is to be delivered.</param>
    /// <param name="mend">Called for a source whose consumer is gone or was cut off.</param>
    /// <param name="cancellationToken">Stops waiting; what was asked for comes to the next receive.</param>
    public async ValueTask<int> ReceiveAsync(
        Memory<Delivery> buffer, TimeSpan maxWait, Func<PullSource, NatsMsg<byte[]>, AckSubject, bool> accepts, Func<PullSource, ValueTask> mend, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed != 0, this);
        var begin = _time.GetTimestamp();
        using var timer = new CancellationTokenSource(maxWait, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken, _closing.Token);
        while (true)
        {
            var count = Fill(buffer.Span, accepts);
            var left = maxWait - _time.GetElapsedTime(begin);
            if (count > 0 || left <= TimeSpan.Zero)
            {
                return count;
            }

            var connection = await _link.OpenAsync(cancellationToken).ConfigureAwait(false);
            foreach (var source in Sources)
            {
                if (source.IsBroken || source.Losses != _link.Losses)
                {
                    await mend(source).ConfigureAwait(false);
                    source.IsBroken = false;
                    source.Asked = 0;
                    source.Losses = _link.Losses;
                }

                await AskAsync(connection, source, buffer.Length, left).ConfigureAwait(false);
            }

            try
            {
                ObjectDisposedException.ThrowIf(!await _inbox.Msgs.WaitToReadAsync(limit.Token).ConfigureAwait(false), this);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                ObjectDisposedException.ThrowIf(_closed != 0, this);
                return 0;
            }
        }
    }

    /// <summary>
    /// Closes, and answers where those deliveries are acknowledged that came and were not received. Asked about a consumer, the server forgets questions whose
    /// inbox is gone. While it knows one, a server of the 2.9 line that is given a record back keeps it until it counts as abandoned, and repeats its newest
    /// record in its place.
    /// </summary>
    public async ValueTask<IReadOnlyList<string>> EndAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        var jetStream = await _link.JetStreamAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var source in Sources)
        {
            await jetStream.GetConsumerAsync(NatsNames.StreamOf(source.Topic), source.Consumer).ConfigureAwait(false);
        }

        var unread = new List<string>();
        while (_inbox.Msgs.TryRead(out var message))
        {
            if (_bySubject.ContainsKey(message.Subject))
            {
                unread.Add(message.ReplyTo!);
            }
        }

        return unread;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            await _closing.CancelAsync().ConfigureAwait(false);
            await _inbox.UnsubscribeAsync().ConfigureAwait(false);
        }
    }

    private int Fill(Span<Delivery> buffer, Func<PullSource, NatsMsg<byte[]>, AckSubject, bool> accepts)
    {
        var count = 0;
        while (count < buffer.Length && _inbox.Msgs.TryRead(out var message))
        {
            if (!_bySubject.TryGetValue(message.Subject, out var source))
            {
                Hear(message);
                continue;
            }

            source.Asked--;
            var place = AckSubject.Parse(message.ReplyTo!);
            if (accepts(source, message, place))
            {
                NatsRecord.Read(message, place, source.Topic, buffer[count++]);
            }
        }

        return count;
    }

    /// <summary>The end of a question. The last part of its address says which.</summary>
    private void Hear(in NatsMsg<byte[]> status)
    {
        var token = status.Subject.AsSpan(_address.Length + 1);
        var dash = token.IndexOf('-');
        var source = Sources[int.Parse(token[..dash], CultureInfo.InvariantCulture)];
        if (int.Parse(token[(dash + 1)..], CultureInfo.InvariantCulture) != source.Question || status.Headers?.Code == 100)
        {
            return;
        }

        source.Asked = 0;
        source.IsBroken |= status.HasNoResponders || (status.Headers?.Code == 409 && status.Headers.MessageText.Contains("Deleted", StringComparison.OrdinalIgnoreCase));
    }

    private async ValueTask AskAsync(NatsConnection connection, PullSource source, int most, TimeSpan left)
    {
        if (source.Asked > 0 && _time.GetTimestamp() < source.AskedUntil)
        {
            return;
        }

        source.Asked = most;
        source.Question++;
        source.AskedUntil = _time.GetTimestamp() + (long)((left + s_grace).TotalSeconds * _time.TimestampFrequency);
        var question = string.Create(CultureInfo.InvariantCulture, $$"""{"batch":{{most}},"expires":{{Math.Max(1, (long)left.TotalMilliseconds)}}000000}""");
        await connection.PublishAsync(
            $"$JS.API.CONSUMER.MSG.NEXT.{NatsNames.StreamOf(source.Topic)}.{source.Consumer}",
            Encoding.UTF8.GetBytes(question),
            replyTo: string.Create(CultureInfo.InvariantCulture, $"{_address}.{source.Number}-{source.Question}")).ConfigureAwait(false);
    }
}

/// <summary>One consumer at the server.</summary>
/// <param name="topic">The topic that it reads.</param>
/// <param name="number">Its place among the sources.</param>
internal sealed class PullSource(string topic, int number)
{
    public string Topic { get; } = topic;

    public int Number { get; } = number;

    /// <summary>Its name at the server.</summary>
    public string Consumer { get; set; } = "";

    /// <summary>The first record that was not delivered yet.</summary>
    public ulong Next { get; set; }

    /// <summary>The last delivery's number at the consumer.</summary>
    public ulong Delivered { get; set; }

    /// <summary>How many records are still to come for what was asked.</summary>
    public int Asked { get; set; }

    public long AskedUntil { get; set; }

    public int Question { get; set; }

    /// <summary>How often the connection had been lost when the consumer was looked at.</summary>
    public int Losses { get; set; }

    /// <summary>The server does not know the consumer.</summary>
    public bool IsBroken { get; set; }
}
