namespace Omnibus.Sqlite;

/// <summary>Puts the rows of a send behind those that are there. Inside a write transaction.</summary>
internal sealed class RowInserter(FileQueries queries)
{
    /// <summary>A clock that was set back by less, in milliseconds, does not set the times along a topic back.</summary>
    private const long MostClockStep = 60_000;

    private readonly Statement _insert = queries.Connection.Prepare("INSERT INTO record (id, stored, heads, batch) VALUES (?1, ?2, ?3, ?4)");
    private byte[] _heads = [];

    public void Insert(OutgoingBatch batch, long now)
    {
        foreach (var target in batch.Targets)
        {
            if (target.Seen != queries.Connection.ForeignCommits)
            {
                ReadEnd(target);
            }

            target.Stored = target.Stored > now && target.Stored - now < MostClockStep ? target.Stored : now;
            target.Seen = queries.Connection.ForeignCommits;
            foreach (var row in target.Rows)
            {
                Insert(target, row);
            }
        }
    }

    private void Insert(TopicTarget target, RowWriter row)
    {
        target.Heads.Follow(target.Heads);
        var batch = row.Finish(target.Heads);
        if (_heads.Length < RowHeads.MostBytes(target.Topic.Partitions))
        {
            _heads = new byte[RowHeads.MostBytes(target.Topic.Partitions)];
        }

        var heads = _heads.AsSpan(0, target.Heads.Write(_heads));
        _insert.Bind(1, RowNumber.Base(target.Topic.Id) + target.Next).Bind(2, target.Stored).Bind(3, heads).Bind(4, batch).Run();
        row.Number = target.Next++;
    }

    /// <summary>Others may have written: where does the topic end now?</summary>
    private void ReadEnd(TopicTarget target)
    {
        // The floor counts only where no row is left, and retention moves it.
        var topic = queries.FindTopic(target.Topic.Name) ?? target.Topic;
        (target.Next, target.Stored) = queries.End(topic);
        target.Heads.Follow(queries.Heads);
    }
}
