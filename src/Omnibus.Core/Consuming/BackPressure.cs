using Omnibus.Drivers;

namespace Omnibus.Consuming;

/// <summary>
/// Bounds what a consumer holds, in records and bytes. A full consumer first delays its next receive. A partition that keeps it full for over a second
/// is paused, so that the others go on; it is never a reason to leave the group.
/// </summary>
internal sealed class BackPressure(IConsumerDriver driver, Partitions partitions, TimeProvider time, int batch)
{
    /// <summary>The most deliveries of one partition: the size of its watermark.</summary>
    public const int MostOfPartition = 4096;

    private const int MostRecords = 4096;
    private const long MostBytes = 64L << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly IPausableConsumer? _pausable = driver as IPausableConsumer;
    private readonly List<TopicPartition> _changes = [];
    private long? _fullSince;
    private volatile int _paused;
    private long _records;
    private long _bytes;

    public void Received(int records, long bytes)
    {
        Interlocked.Add(ref _records, records);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Ended(int size)
    {
        Interlocked.Decrement(ref _records);
        Interlocked.Add(ref _bytes, -size);
    }

    public long InFlight => Interlocked.Read(ref _records);

    /// <summary>Some partition is paused: the loop wants to know when handlers end, even while it receives.</summary>
    public bool HasPaused => _paused > 0;

    /// <summary>Whether the loop must wait for handlers before it receives more. Pauses and resumes partitions on the way.</summary>
    public bool MustWait()
    {
        if (_paused > 0)
        {
            Resume();
        }

        if (!IsFull() && !HasFullRing())
        {
            _fullSince = null;
            return false;
        }

        var since = _fullSince ??= time.GetTimestamp();
        if (_pausable is null || time.GetElapsedTime(since) < s_patience)
        {
            return true;
        }

        Pause();
        _fullSince = null;
        return IsFull();
    }

    /// <summary>More bytes than may be held at all, or more records than may be held of partitions that are read.</summary>
    private bool IsFull()
    {
        if (Interlocked.Read(ref _bytes) > MostBytes)
        {
            return true;
        }

        var records = Interlocked.Read(ref _records);
        if (records > MostRecords)
        {
            foreach (var state in partitions.All)
            {
                records -= state.Paused ? state.InFlight : 0;
            }
        }

        return records > MostRecords;
    }

    private bool HasFullRing()
    {
        foreach (var state in partitions.All)
        {
            if (!state.Paused && state.Watermark.Room < batch)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Pauses every partition that holds more than its part, or that could not track another batch.</summary>
    private void Pause()
    {
        var part = Math.Max(1, MostRecords / 2 / Math.Max(1, partitions.All.Count));
        foreach (var state in partitions.All)
        {
            if (!state.Paused && (state.InFlight >= part || state.Watermark.Room < batch))
            {
                state.Paused = true;
                _paused++;
                _changes.Add(state.Partition);
            }
        }

        Flush(pause: true);
    }

    private void Resume()
    {
        _paused = 0;
        foreach (var state in partitions.All)
        {
            if (state.Paused && state.InFlight < batch / 2 && state.Watermark.Room >= batch)
            {
                state.Paused = false;
                _changes.Add(state.Partition);
            }

            _paused += state.Paused ? 1 : 0;
        }

        Flush(pause: false);
    }

    private void Flush(bool pause)
    {
        if (_changes.Count == 0)
        {
            return;
        }

        TopicPartition[] changes = [.. _changes];
        _changes.Clear();
        if (pause)
        {
            _pausable!.Pause(changes);
        }
        else
        {
            _pausable!.Resume(changes);
        }
    }
}
