using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// The records of one send, written into batches by partition before the file is locked. Used again for the next send: nothing is allocated
/// for a record.
/// </summary>
internal sealed class OutgoingBatch
{
    /// <summary>A stored batch that has grown to this size is not added to: a reader holds one whole.</summary>
    private const int MostBatchBytes = 512 << 10;

    private readonly Stack<BatchWriter> _spare = [];
    private readonly List<PartitionTarget> _targets = [];
    private Placement[] _placements = new Placement[64];

    /// <summary>The partitions that get something.</summary>
    public IReadOnlyList<PartitionTarget> Targets => _targets;

    /// <summary>Makes room for the records of a send.</summary>
    public void Open(int records)
    {
        if (_placements.Length < records)
        {
            _placements = new Placement[records];
        }
    }

    /// <summary>Writes the next record into its partition's batch.</summary>
    public void Add(int record, OutgoingRecord outgoing, PartitionTarget target)
    {
        if (target.Batches.Count == 0)
        {
            _targets.Add(target);
        }

        if (target.Batches.Count == 0 || target.Batches[^1].Writer.Length >= MostBatchBytes)
        {
            target.Batches.Add(new PlacedBatch(_spare.Count > 0 ? _spare.Pop() : new BatchWriter(), 0));
        }

        var writer = target.Batches[^1].Writer;
        _placements[record] = new Placement(target, target.Batches.Count - 1, (uint)writer.Count, null);
        writer.Add(outgoing);
    }

    /// <summary>Notes that a record cannot be stored.</summary>
    public void Refuse(int record, Exception reason) => _placements[record] = new Placement(null, 0, 0, reason);

    /// <summary>Settles every record of the send: as refused, as failed, or as stored.</summary>
    public void Settle(ReadOnlySpan<OutgoingRecord> records, Exception? failure, bool mayBeStored)
    {
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var placement = ref _placements[i];
            if (placement.Target is not { } target)
            {
                records[i].Fail(placement.Refusal!, mayBeStored: false);
            }
            else if (failure is not null)
            {
                records[i].Fail(failure, mayBeStored);
            }
            else
            {
                records[i].Succeed(target.Number, new Position(0, (ulong)target.Batches[placement.Batch].First, placement.Index));
            }
        }
    }

    /// <summary>Forgets the send.</summary>
    public void Clear()
    {
        foreach (var target in _targets)
        {
            foreach (var batch in target.Batches)
            {
                batch.Writer.Clear();
                _spare.Push(batch.Writer);
            }

            target.Batches.Clear();
        }

        _targets.Clear();
    }

    private readonly record struct Placement(PartitionTarget? Target, int Batch, uint Index, Exception? Refusal);
}

/// <summary>A batch and, once it is stored, the number of its first event.</summary>
internal record struct PlacedBatch(BatchWriter Writer, long First);

/// <summary>A partition that a producer writes to, with what it knows of the partition's end.</summary>
/// <param name="id">Its number in the file.</param>
/// <param name="number">Its number in the topic.</param>
internal sealed class PartitionTarget(long id, int number)
{
    public long Id { get; } = id;

    public int Number { get; } = number;

    /// <summary>The batches of the current send.</summary>
    public List<PlacedBatch> Batches { get; } = [];

    /// <summary>The end, as long as <see cref="TailSeen"/> says that nobody else wrote.</summary>
    public PartitionTail Tail { get; set; }

    /// <summary>The connection's <see cref="Connection.ForeignCommits"/> when <see cref="Tail"/> was right; -1: never.</summary>
    public long TailSeen { get; set; } = -1;
}
