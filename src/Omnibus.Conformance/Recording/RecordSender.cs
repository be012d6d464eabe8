using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>A producer, called as the core calls one: one batch at a time.</summary>
internal sealed class RecordSender(ConformanceRun run, ITransport transport, IProducerDriver producer) : IAsyncDisposable
{
    public IProducerDriver Producer => producer;

    public SentRecord NewRecord(Sample sample) => new(sample, transport.Wire);

    /// <summary>Sends and waits until every record is stored; one that is not is a broken promise.</summary>
    public async Task<IReadOnlyList<SentRecord>> SendAsync(params IReadOnlyList<Sample> samples)
    {
        var sent = new List<SentRecord>(samples.Count);
        foreach (var chunk in samples.Chunk(Math.Min(run.Info.MaxBatch, 500)))
        {
            sent.AddRange(await TrySendAsync(chunk).ConfigureAwait(false));
        }

        foreach (var record in sent)
        {
            Check.That(
                record.Failure is null,
                $"A record for {record.Topic} was not stored: {record.Failure?.GetType().Name}: {record.Failure?.Message}");
        }

        return sent;
    }

    /// <summary>Sends and waits until every record is settled, either way.</summary>
    public async Task<IReadOnlyList<SentRecord>> TrySendAsync(params IReadOnlyList<Sample> samples)
    {
        var batch = samples.Select(NewRecord).ToArray();
        await HandOverAsync(batch, run.Stop).ConfigureAwait(false);
        await run.WithinAsync(Task.WhenAll(batch.Select(record => record.Settled)), "The settlement of a batch of sent records").ConfigureAwait(false);
        if (batch.Any(record => record.Failure is not null))
        {
            await run.WithinAsync(producer.FlushAsync(run.Stop).AsTask(), "Flushing after a failure").ConfigureAwait(false);
        }

        return batch;
    }

    /// <summary>Hands a batch over. The array is overwritten as soon as the driver returns, as the core does.</summary>
    public async Task HandOverAsync(IReadOnlyList<SentRecord> batch, CancellationToken cancellationToken)
    {
        var array = new OutgoingRecord[batch.Count];
        for (var index = 0; index < array.Length; index++)
        {
            array[index] = batch[index];
        }

        try
        {
            await producer.SendAsync(array, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(array);
        }
    }

    public ValueTask DisposeAsync() => producer.DisposeAsync();
}
