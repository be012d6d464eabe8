using System.Globalization;
using System.Text.Json;
using NATS.Client.Core;
using Omnibus.Drivers;

namespace Omnibus.Nats;

/// <summary>
/// Publishes a batch as one burst, each record with a place for its answer, and waits for the answers. Records of a batch are stored in their order as long as
/// the connection holds; members of a group share them without order in any case.
/// </summary>
internal sealed class NatsProducer : IProducerDriver
{
    private readonly NatsLink _link;
    private readonly INatsSub<byte[]> _answers;
    private readonly string _inbox;
    private readonly ProducerRequest _request;
    private readonly TimeProvider _time;
    private readonly Action<IAsyncDisposable> _forget;
    private readonly CancellationTokenSource _closing = new();
    private OutgoingRecord?[] _waiting = [];
    private int _batch;
    private int _closed;

    private NatsProducer(NatsLink link, INatsSub<byte[]> answers, string inbox, ProducerRequest request, TimeProvider time, Action<IAsyncDisposable> forget) =>
        (_link, _answers, _inbox, _request, _time, _forget) = (link, answers, inbox, request, time, forget);

    public static async ValueTask<NatsProducer> OpenAsync(
        NatsLink link, ProducerRequest request, TimeProvider time, Action<IAsyncDisposable> forget, CancellationToken cancellationToken)
    {
        var connection = await link.OpenAsync(cancellationToken).ConfigureAwait(false);
        var inbox = link.NewInbox();
        var answers = await connection.SubscribeCoreAsync<byte[]>($"{inbox}.*", opts: Pull.Roomy, cancellationToken: CancellationToken.None).ConfigureAwait(false);
        return new NatsProducer(link, answers, inbox, request, time, forget);
    }

    /// <inheritdoc />
    public async ValueTask SendAsync(ReadOnlyMemory<OutgoingRecord> batch, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        var connection = await _link.OpenAsync(cancellationToken).ConfigureAwait(false);
        var losses = _link.Losses;
        _waiting = new OutgoingRecord?[batch.Length];
        var number = ++_batch;
        var (handed, left) = (0, 0);
        using var timer = new CancellationTokenSource(_request.SendTimeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, _closing.Token);
        Exception failure = new AwayException();
        try
        {
            while (handed < batch.Length)
            {
                var record = batch.Span[handed];
                if (WhyNot(record) is { } refusal)
                {
                    handed++;
                    record.Fail(refusal, mayBeStored: false);
                    continue;
                }

                var (headers, index) = (NatsRecord.HeadersOf(record), handed++);
                _waiting[index] = record;
                left++;
                await connection.PublishAsync(
                    NatsNames.SubjectOf(record.Topic), record.Body ?? default, headers, $"{_inbox}.{number}-{index}",
                    NatsRawSerializer<ReadOnlyMemory<byte>>.Default, cancellationToken: limit.Token).ConfigureAwait(false);
            }

            while (left > 0 && _link.Losses == losses)
            {
                // Waits in slices: a lost connection ends no wait by itself.
                if (!await TryWaitAsync(limit.Token).ConfigureAwait(false))
                {
                    continue;
                }

                while (_answers.Msgs.TryRead(out var answer))
                {
                    left -= Settle(answer, number) ? 1 : 0;
                }
            }
        }
#pragma warning disable CA1031 // once a record is handed over, whatever happens is its failure
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception is OperationCanceledException
                ? _closed != 0 ? new ObjectDisposedException(nameof(NatsProducer)) : new AwayException()
                : exception;
        }

        foreach (var record in _waiting)
        {
            record?.Fail(failure, mayBeStored: true);
        }

        _waiting = [];
        for (; handed < batch.Length; handed++)
        {
            batch.Span[handed].Fail(failure, mayBeStored: false);
        }
    }

    /// <inheritdoc />
    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _forget(this);
            await _closing.CancelAsync().ConfigureAwait(false);
            await _answers.UnsubscribeAsync().ConfigureAwait(false);
        }
    }

    private static Exception? WhyNot(OutgoingRecord record)
    {
        if (record.Partition is > 0 or < 0)
        {
            return new ArgumentOutOfRangeException(nameof(record), record.Partition, $"Topic '{record.Topic}' has one partition, numbered 0.");
        }

        return record.Body is { Length: > NatsOptions.MaxRecordBytes and var bytes } ? new TooLargeException(bytes)
            : NatsNames.TopicNames.WhyNot(record.Topic) is { } problem ? new ArgumentException($"'{record.Topic}' cannot be a topic: {problem}.", nameof(record)) : null;
    }

    private async ValueTask<bool> TryWaitAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromMilliseconds(200), _time);
        using var slice = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(!await _answers.Msgs.WaitToReadAsync(slice.Token).ConfigureAwait(false), this);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Settles the record that an answer is for; false for an answer to an earlier batch.</summary>
    private bool Settle(in NatsMsg<byte[]> answer, int number)
    {
        var token = answer.Subject.AsSpan(_inbox.Length + 1);
        var dash = token.IndexOf('-');
        var index = int.Parse(token[(dash + 1)..], CultureInfo.InvariantCulture);
        if (int.Parse(token[..dash], CultureInfo.InvariantCulture) != number || _waiting[index] is not { } record)
        {
            return false;
        }

        if (answer.HasNoResponders)
        {
            // No stream takes this subject.
            _waiting[index] = null;
            record.Fail(new MissingException($"Topic '{record.Topic}'"), mayBeStored: false);
            return true;
        }

        // What cannot be read settles nothing: the record stays among those that wait, and fails with them.
        using var document = JsonDocument.Parse(answer.Data);
        if (document.RootElement.TryGetProperty("error", out var error))
        {
            var refusal = new RefusedException(
                error.GetProperty("code").GetInt32(), error.TryGetProperty("err_code", out var code) ? code.GetInt32() : 0, error.GetProperty("description").GetString()!);
            _waiting[index] = null;
            record.Fail(refusal, mayBeStored: false);
        }
        else
        {
            var position = new Position(0, document.RootElement.GetProperty("seq").GetUInt64());
            _waiting[index] = null;
            record.Succeed(0, position);
        }

        return true;
    }
}
