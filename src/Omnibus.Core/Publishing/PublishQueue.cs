namespace Omnibus.Publishing;

/// <summary>
/// Records that wait for one transport, first in first out, bounded in number and bytes. Any thread adds; the loop alone takes.
/// </summary>
internal sealed class PublishQueue(int maxRecords, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Queue<PublishOperation> _records = new();
    private long _bytes;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>More than half full: whoever publishes many waits before going on.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _records.Count > maxRecords / 2 || _bytes > maxBytes / 2;
            }
        }
    }

    public EnqueueResult TryAdd(PublishOperation record)
    {
        lock (_gate)
        {
            return TryAddLocked(record);
        }
    }

    /// <summary>Adds records in one step, in order, up to the first that cannot be added; returns how many, and what became of the next.</summary>
    public (int Added, EnqueueResult Refusal) TryAdd(ReadOnlySpan<PublishOperation> records)
    {
        lock (_gate)
        {
            for (var i = 0; i < records.Length; i++)
            {
                if (TryAddLocked(records[i]) is var result and not EnqueueResult.Added)
                {
                    return (i, result);
                }
            }
        }

        return (records.Length, EnqueueResult.Added);
    }

    /// <summary>Takes the records that still want to be sent, as many as fit; forgets those whose time ran out.</summary>
    public int Take(Span<PublishOperation> batch)
    {
        var taken = 0;
        lock (_gate)
        {
            while (taken < batch.Length && _records.TryDequeue(out var record))
            {
                _bytes -= record.Size;
                if (record.TryHand())
                {
                    batch[taken++] = record;
                }
                else
                {
                    record.Forget();
                }
            }
        }

        return taken;
    }

    /// <summary>Tells the records at the front whose time is over. They stay until the loop meets them.</summary>
    public void Expire(long now)
    {
        while (true)
        {
            PublishOperation? record;
            lock (_gate)
            {
                // An expired record at the front is taken out, so that one behind it can be seen.
                if (!_records.TryPeek(out record) || record.Deadline > now)
                {
                    return;
                }

                _records.Dequeue();
                _bytes -= record.Size;
            }

            record.Expire();
            record.Forget();
        }
    }

    /// <summary>Takes nothing more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private EnqueueResult TryAddLocked(PublishOperation record)
    {
        if (_closed)
        {
            return EnqueueResult.Closed;
        }

        if (_records.Count >= maxRecords || (_bytes + record.Size > maxBytes && _records.Count > 0))
        {
            return EnqueueResult.Full;
        }

        _records.Enqueue(record);
        _bytes += record.Size;
        return EnqueueResult.Added;
    }
}

/// <summary>Whether a record was queued.</summary>
internal enum EnqueueResult
{
    Added,
    Full,
    Closed,
}
