using Omnibus.Drivers;
using Omnibus.Pipeline;

namespace Omnibus.Consuming;

/// <summary>
/// Makes completions durable, by count and by age, never one by one. Strands note completions; the loop alone settles, between receives.
/// </summary>
internal sealed class Settler(IConsumerDriver driver, Partitions partitions, ConsumerParts parts)
{
    private const int MostCompleted = 1000;

    private static readonly TimeSpan s_mostAge = TimeSpan.FromMilliseconds(200);

    private readonly List<Settlement> _settlements = [];
    private readonly Lock _gate = new();
    private readonly List<Settlement> _individual = [];
    private Settlement[] _batch = new Settlement[64];
    private readonly bool _settles = parts.Configuration.Group.Length > 0;
    private long _settledAt = parts.Time.GetTimestamp();
    private int _completed;

    public bool IsCumulative => driver.Settlement == SettlementModel.Cumulative;

    /// <summary>
    /// Something that ended is not settled, of a broker that settles one by one: whoever leaves tries again. Partitions have their own way of being left.
    /// </summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate)
            {
                return _individual.Count > 0;
            }
        }
    }

    /// <summary>Deliveries ended since the last settlement.</summary>
    public void Completed(int count) => Interlocked.Add(ref _completed, count);

    /// <summary>One delivery ended, where each is settled by itself. Any thread.</summary>
    public void Add(Settlement settlement)
    {
        lock (_gate)
        {
            _individual.Add(settlement);
        }
    }

    public bool IsDue()
    {
        var completed = Volatile.Read(ref _completed);
        return completed >= MostCompleted || (parts.Time.GetElapsedTime(_settledAt) >= s_mostAge && (completed > 0 || HasOpen()));
    }

    /// <summary>Settles everything that is safe. What a driver throws leaves it to be settled by the next call.</summary>
    /// <exception cref="FencedException">Some partitions belong to someone newer; all the others were settled.</exception>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _completed, 0);
        _settledAt = parts.Time.GetTimestamp();
        Collect();
        if (!_settles || _settlements.Count == 0)
        {
            _settlements.Clear();
            return;
        }

        if (_batch.Length < _settlements.Count)
        {
            _batch = new Settlement[_settlements.Count * 2];
        }

        _settlements.CopyTo(_batch);
        var started = parts.Metrics.Start();
        try
        {
            await driver.SettleAsync(_batch.AsMemory(0, _settlements.Count), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            parts.Metrics.Settled(started, parts.Transport.Classify(exception));
            if (exception is FencedException)
            {
                Forget();
            }

            throw;
        }

        parts.Metrics.Settled(started, null);
        Forget();
    }

    /// <summary>What may still be settled of one partition, for a driver that settles while it gives the partition up.</summary>
    public static Settlement? Last(PartitionState state)
    {
        if (state.Watermark.TryAdvance(out var position))
        {
            state.Unsettled = position;
        }

        return state is { IsLost: false, Unsettled: { } last }
            ? new Settlement(state.Partition, last, SettlementKind.Acknowledge, state.Epoch)
            : null;
    }

    private bool HasOpen()
    {
        foreach (var state in partitions.All)
        {
            if (state.Watermark.Count > 0 || state.Unsettled is not null)
            {
                return true;
            }
        }

        return false;
    }

    private void Collect()
    {
        _settlements.Clear();
        if (!IsCumulative)
        {
            foreach (var state in partitions.All)
            {
                state.Watermark.TryAdvance(out _);
            }

            lock (_gate)
            {
                _settlements.AddRange(_individual);
            }

            return;
        }

        foreach (var state in partitions.All)
        {
            if (Last(state) is { } settlement)
            {
                _settlements.Add(settlement);
            }
        }
    }

    /// <summary>What was settled, or refused for good, is not settled again.</summary>
    private void Forget()
    {
        if (IsCumulative)
        {
            foreach (var settlement in _settlements)
            {
                if (partitions.Find(settlement.Partition.Topic, settlement.Partition.Partition) is { } state)
                {
                    state.Unsettled = null;
                }
            }
        }
        else
        {
            lock (_gate)
            {
                _individual.RemoveRange(0, _settlements.Count);
            }
        }

        _settlements.Clear();
    }
}
