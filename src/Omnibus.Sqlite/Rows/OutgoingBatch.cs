using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>
/// The records of one send, written into one row for each topic before the file is locked. Used again for the next send: nothing is
/// allocated for a record.
/// </summary>
internal sealed class OutgoingBatch
{
    /// <summary>A row that has grown to this size is not added to: a reader holds one whole.</summary>
    private const int MostRowBytes = 1 << 20;

    private readonly Stack<RowWriter> _spare = [];
    private Placement[] _placements = new Placement[64];

    /// <summary>The topics that get something.</summary>
    public List<TopicTarget> Targets { get; } = [];

    /// <summary>Makes room for the records of a send.</summary>
    public void Open(int records)
    {
        if (_placements.Length < records)
        {
            _placements = new Placement[records];
        }
    }

    /// <summary>Writes the next record into its topic's row.</summary>
    public void Add(int record, OutgoingRecord outgoing, TopicTarget target, int partition)
    {
        if (target.Rows.Count == 0)
        {
            Targets.Add(target);
        }

        if (target.Rows.Count == 0 || target.Rows[^1].Length >= MostRowBytes)
        {
            target.Rows.Add(_spare.Count > 0 ? _spare.Pop() : new RowWriter());
        }

        var row = target.Rows[^1];
        _placements[record] = new Placement(row, partition, row.Add(outgoing, partition, target.Topic.Partitions), null);
    }

    /// <summary>Notes that a record cannot be stored.</summary>
    public void Refuse(int record, Exception reason) => _placements[record] = new Placement(null, 0, 0, reason);

    /// <summary>Settles every record of the send: as refused, as failed, or as stored.</summary>
    public void Settle(ReadOnlySpan<OutgoingRecord> records, Exception? failure, bool mayBeStored)
    {
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var placement = ref _placements[i];
            if (placement.Row is not { } row)
            {
                records[i].Fail(placement.Refusal!, mayBeStored: false);
            }
            else if (failure is not null)
            {
                records[i].Fail(failure, mayBeStored);
            }
            else
            {
                records[i].Succeed(placement.Partition, RowNumber.Position(row.Number, placement.Item));
            }
        }
    }

    /// <summary>Forgets the send.</summary>
    public void Clear()
    {
        foreach (var target in Targets)
        {
            foreach (var row in target.Rows)
            {
                row.Clear();
                _spare.Push(row);
            }

            target.Rows.Clear();
        }

        Targets.Clear();
    }

    private readonly record struct Placement(RowWriter? Row, int Partition, uint Item, Exception? Refusal);
}

/// <summary>A topic that a producer writes to, with what it knows of the topic's end.</summary>
internal sealed class TopicTarget(TopicRow topic)
{
    public TopicRow Topic { get; } = topic;

    /// <summary>The rows of the current send.</summary>
    public List<RowWriter> Rows { get; } = [];

    /// <summary>The last row, as long as <see cref="Seen"/> says that nobody else wrote; <see cref="Next"/> is the number behind it.</summary>
    public RowHeads Heads { get; } = new();

    /// <summary>The number that the next row gets.</summary>
    public long Next { get; set; }

    /// <summary>When the last row was stored, in Unix milliseconds.</summary>
    public long Stored { get; set; }

    /// <summary>The connection's <see cref="Connection.ForeignCommits"/> when this was right; -1: never.</summary>
    public long Seen { get; set; } = -1;
}
