using Omnibus.Drivers;

namespace Omnibus.Sqlite;

/// <summary>Moves a group's places: for each partition one statement that compares the lease's epoch and writes.</summary>
internal sealed class Settler(BusFile file, FileQueries queries, string group)
{
    // A place never goes back, so that settling an older position once more does no harm.
    private readonly Statement _settle = queries.Connection.Prepare("""
        UPDATE place SET row = iif(number < ?6, ?4, row), item = iif(number < ?6, ?5, item), number = max(number, ?6), settled = ?7
        WHERE consumer_group = ?1 AND topic = ?2 AND partition = ?3 AND epoch = ?8
        """);

    private readonly Statement _number = queries.Connection.Prepare("""
        SELECT place.number FROM consumer_group JOIN place ON place.consumer_group = consumer_group.id
        WHERE consumer_group.name = ?1 AND topic = ?2 AND partition = ?3 AND row = ?4 AND item = ?5
        """);

    private readonly Dictionary<string, TopicRow> _topics = [];
    private long _topology = -1;
    private long _group;

    public async ValueTask SettleAsync(ReadOnlyMemory<Settlement> settlements, CancellationToken cancellationToken)
    {
        List<TopicPartition>? refused;
        await file.BeginAsync(queries.Connection, cancellationToken).ConfigureAwait(false);
        try
        {
            refused = Settle(settlements.Span);
            queries.Connection.Commit();
        }
        finally
        {
            file.End(queries.Connection);
        }

        if (refused is not null)
        {
            throw new FencedException(refused);
        }
    }

    /// <summary>How many events lie before the group's place, if it is this one.</summary>
    public long? NumberOf(long topic, int partition, long row, long item) =>
        _number.Bind(1, group).Bind(2, topic).Bind(3, partition).Bind(4, row).Bind(5, item).ScalarOrNull();

    private List<TopicPartition>? Settle(ReadOnlySpan<Settlement> settlements)
    {
        if (queries.Connection.Topology != _topology)
        {
            _topics.Clear();
            _group = 0;
            _topology = queries.Connection.Topology;
        }

        // A group that was removed and made again has another number, and other epochs.
        _group = _group != 0 ? _group : SqliteLeaseStore.FindGroup(queries, group) ?? 0;
        List<TopicPartition>? refused = null;
        var now = file.Now;
        foreach (ref readonly var settlement in settlements)
        {
            if (settlement.Kind != SettlementKind.Acknowledge)
            {
                throw new NotSupportedException($"A log cannot {settlement.Kind} one record. Settle a position, or stop.");
            }

            var (topic, partition) = (Find(settlement.Partition.Topic), settlement.Partition.Partition);
            var next = settlement.Position.Next;
            var number = queries.NumberAt(topic, partition, next);
            _settle.Bind(1, _group).Bind(2, topic.Id).Bind(3, partition).Bind(4, RowNumber.Of(next)).Bind(5, next.Index).Bind(6, number).Bind(7, now)
                .Bind(8, settlement.Epoch);
            if (_settle.Run() == 0)
            {
                (refused ??= []).Add(settlement.Partition);
            }
        }

        return refused;
    }

    private TopicRow Find(string name) => _topics.TryGetValue(name, out var topic) ? topic : _topics[name] = queries.GetTopic(name, file.Path);
}
