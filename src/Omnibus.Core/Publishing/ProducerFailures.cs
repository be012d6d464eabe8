using Omnibus.Drivers;
using Omnibus.Hosting;

namespace Omnibus.Publishing;

/// <summary>Decides about records that a driver failed: the column "publish" of the fault table in the contract.</summary>
internal sealed class ProducerFailures(TransportRuntime transport)
{
    private const int MostUnknownFailures = 3;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    private TimeSpan _wait;

    /// <summary>A batch went through.</summary>
    public void Passed()
    {
        if (_wait > TimeSpan.Zero)
        {
            _wait = TimeSpan.Zero;
            transport.Health.Publishing(null, null);
        }
    }

    /// <summary>Fails what is final and moves the rest to <paramref name="again"/>.</summary>
    public async ValueTask<Verdict> JudgeAsync(List<PublishOperation> failed, List<PublishOperation> again)
    {
        var reopen = false;
        var created = new HashSet<string>(StringComparer.Ordinal);
        FaultCode? worst = null;
        foreach (var record in failed)
        {
            var code = transport.Classify(record.Failure);
            var repeat = code switch
            {
                FaultCode.Transient or FaultCode.Throttled or FaultCode.Unavailable or FaultCode.StorageFull => true,
                FaultCode.Fenced or FaultCode.Closed => reopen = true,
                FaultCode.NotFound => created.Contains(record.Topic) || await TryCreateAsync(record.Topic, created).ConfigureAwait(false),
                FaultCode.Unknown => ++record.UnknownFailures < MostUnknownFailures,
                _ => false,
            };
            worst = repeat ? code : worst;
            transport.Metrics.Failed(code);
            if (!repeat)
            {
                record.GiveUp(code, record.Failure);
            }
            else if (record.TryQueueAgain())
            {
                again.Add(record);
            }
            else
            {
                record.Forget();
            }
        }

        // A batch that only had to make its topic goes again at once.
        if (worst is null or FaultCode.NotFound)
        {
            return new Verdict(TimeSpan.Zero, reopen);
        }

        _wait = _wait == TimeSpan.Zero ? s_firstWait : _wait * 2 > s_longestWait ? s_longestWait : _wait * 2;
        transport.Health.Publishing(worst, failed[^1].Failure);
        return new Verdict(_wait, reopen);
    }

    private async ValueTask<bool> TryCreateAsync(string topic, HashSet<string> created)
    {
        var done = await transport.Topics.TryCreateAsync(topic, CancellationToken.None).ConfigureAwait(false);
        if (done)
        {
            created.Add(topic);
        }

        return done;
    }
}

/// <summary>What the loop does before it goes on.</summary>
/// <param name="Wait">How long it waits.</param>
/// <param name="Reopen">It opens a new producer.</param>
internal readonly record struct Verdict(TimeSpan Wait, bool Reopen);
