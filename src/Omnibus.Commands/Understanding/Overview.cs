using Omnibus.Commands.Running;
using Omnibus.Drivers;
using Omnibus.Recovery;

namespace Omnibus.Commands.Understanding;

/// <summary>Looks at all topics and groups of a transport. Counts of dead letters are kept between looks, and counted anew where their topic grew.</summary>
internal sealed class Overview(BusSession session)
{
    private readonly Dictionary<string, (long? Records, int Letters)> _letters = new(StringComparer.Ordinal);

    /// <summary>Every topic, and every topic of every group, as they are now.</summary>
    public async Task<Look> LookAsync(string? onlyGroup, CancellationToken cancellationToken)
    {
        var administrator = session.Need<ITopicAdministrator>("list topics");
        var groups = session.Need<IGroupAdministrator>("list groups");
        return await session.CallAsync(async () =>
        {
            // The groups first: what comes in between the two looks must not seem to be settled already.
            var described = new List<GroupDescription>();
            foreach (var name in onlyGroup is null ? await groups.ListGroupsAsync(cancellationToken).ConfigureAwait(false) : [onlyGroup])
            {
                if (await groups.DescribeGroupAsync(name, cancellationToken).ConfigureAwait(false) is { } group)
                {
                    described.Add(group);
                }
            }

            var topics = new Dictionary<string, long?>(StringComparer.Ordinal);
            foreach (var name in (await administrator.ListAsync(cancellationToken).ConfigureAwait(false)).Where(session.Configuration.IsOurs))
            {
                if (await administrator.DescribeAsync(name, cancellationToken).ConfigureAwait(false) is { } topic)
                {
                    topics[session.Configuration.ShortName(name)] = topic.Partitions.Any(partition => partition.Count is null) ? null : topic.Partitions.Sum(partition => partition.Count);
                }
            }

            var rows = new List<LagRow>();
            foreach (var group in described)
            {
                rows.AddRange(await RowsOfAsync(group, topics, cancellationToken).ConfigureAwait(false));
            }

            return new Look(session.Transport.Time.GetTimestamp(), topics, rows);
        }).ConfigureAwait(false);
    }

    private async Task<IEnumerable<LagRow>> RowsOfAsync(GroupDescription group, Dictionary<string, long?> topics, CancellationToken cancellationToken)
    {
        var now = session.Transport.Time.GetUtcNow();
        var rows = new List<LagRow>();
        foreach (var topic in group.Partitions.Where(partition => session.Configuration.IsOurs(partition.Partition.Topic)).GroupBy(partition => session.Configuration.ShortName(partition.Partition.Topic)))
        {
            var oldest = topic.Min(partition => partition.OldestUnsettled);
            rows.Add(new LagRow(
                group.Name,
                topic.Key,
                topic.Any(partition => partition.Lag is null) ? null : topic.Sum(partition => partition.Lag),
                oldest is { } time ? Math.Max(0, Math.Round((now - time).TotalSeconds, 1)) : null,
                group.Members.Count,
                await LettersAsync(topic.Key, group.Name, topics, cancellationToken).ConfigureAwait(false)));
        }

        return rows;
    }

    private async Task<int> LettersAsync(string topic, string group, Dictionary<string, long?> topics, CancellationToken cancellationToken)
    {
        var name = GroupTopics.LettersOf(topic, group);
        if (!topics.TryGetValue(name, out var records))
        {
            return 0;
        }

        if (!_letters.TryGetValue(name, out var known) || known.Records is null || known.Records != records)
        {
            var log = new DeadLetterLog(session.Runtime, session.Transport, topic, group);
            known = (records, (await log.ReadAsync(cancellationToken).ConfigureAwait(false))?.Letters.Count ?? 0);
            _letters[name] = known;
        }

        return known.Letters;
    }
}

/// <summary>What was there at one moment.</summary>
/// <param name="At">When, as a timestamp of the bus's clock.</param>
/// <param name="Topics">How many records each topic holds; null where the broker does not know.</param>
/// <param name="Groups">Every topic of every group.</param>
internal sealed record Look(long At, IReadOnlyDictionary<string, long?> Topics, IReadOnlyList<LagRow> Groups);

/// <summary>How far a group is behind in a topic.</summary>
internal sealed record LagRow(string Group, string Topic, long? Lag, double? OldestSeconds, int Members, int DeadLetters);
