using Omnibus.Drivers;
using Omnibus.Encodings;
using Omnibus.Hosting;

namespace Omnibus.Recovery;

/// <summary>The dead letters of one group from one topic, and what operators did with them.</summary>
/// <param name="runtime">The bus that is written with.</param>
/// <param name="transport">Where the topic is.</param>
/// <param name="source">The topic that the letters came from, without prefix.</param>
/// <param name="group">The group that gave up on them.</param>
internal sealed class DeadLetterLog(BusRuntime runtime, TransportRuntime transport, string source, string group)
{
    /// <summary>Where operators begin and end: one partition, so that all see the same order.</summary>
    private const int OperatorPartition = 0;

    private readonly WireReader _reader = new(transport.Transport.Wire);

    public string Source { get; } = source;

    public string Group { get; } = group;

    /// <summary>The topic of the letters, without prefix.</summary>
    public string Topic { get; } = GroupTopics.LettersOf(source, group);

    /// <summary>The topic that the group reads redriven records from, without prefix.</summary>
    public string RedriveTopic { get; } = GroupTopics.RedriveOf(source, group);

    public TransportRuntime Transport => transport;

    private string FullTopic => runtime.Configuration.FullName(Topic);

    /// <summary>What is there now; null where the topic does not exist, because nothing of it ever failed.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="take">Is given each letter with its record, settled or not, while it is read.</param>
    public async Task<DeadLetterState?> ReadAsync(CancellationToken cancellationToken, Func<DeadLetter, Delivery, ValueTask>? take = null)
    {
        var letters = new List<DeadLetter>();
        var settled = new HashSet<(int Partition, string Position)>();
        var operators = new List<DeadLetterEntry>();
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var exists = await WholeTopic.ReadAsync(
            transport,
            FullTopic,
            async delivery =>
            {
                if (EntryOf(delivery) is not { } entry)
                {
                    var letter = DeadLetter.Of(delivery, _reader, Source, Group);
                    letters.Add(letter);
                    if (take is not null)
                    {
                        await take(letter, delivery).ConfigureAwait(false);
                    }

                    return true;
                }

                settled.UnionWith(entry.Letters.Select(position => (delivery.Partition, position)));
                gone.UnionWith(entry.Replaces);
                if (entry.Kind == DeadLetterEntryKind.Began)
                {
                    operators.Add(entry);
                }
                else if (entry.Kind == DeadLetterEntryKind.Ended)
                {
                    gone.Add(entry.Operator);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return exists
            ? new DeadLetterState(
                [.. letters.Where(letter => !settled.Contains((letter.Partition, letter.Position.ToString())))],
                [.. operators.Where(one => !gone.Contains(one.Operator))])
            : null;
    }

    /// <summary>Which of the group's letters were stored for it again already.</summary>
    public async Task<HashSet<string>> ReadRedrivenAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        await WholeTopic.ReadAsync(
            transport,
            runtime.Configuration.FullName(RedriveTopic),
            delivery =>
            {
                if (Pipeline.DeadLetterHeaders.Find(delivery, Pipeline.DeadLetterHeaders.Letter) is { } letter)
                {
                    found.Add(letter);
                }

                return new(true);
            },
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Begins or ends an operator.</summary>
    public Task AppendAsync(DeadLetterEntry entry) => AppendAsync(entry, OperatorPartition);

    /// <summary>Settles letters, which are not there any more from then on.</summary>
    public async Task SettleAsync(string who, string action, IEnumerable<DeadLetter> letters) => await Task.WhenAll(letters
        .GroupBy(static letter => letter.Partition)
        .Select(partition => AppendAsync(
            new DeadLetterEntry(DeadLetterEntryKind.Settled, who, action) { Letters = [.. partition.Select(static letter => letter.Position.ToString())] },
            partition.Key))).ConfigureAwait(false);

    private async Task AppendAsync(DeadLetterEntry entry, int partition) => await runtime.PublishRecordAsync(
        new EventMetadata
        {
            Type = entry.Type,
            Id = Guid.CreateVersion7().ToString(),
            Source = runtime.Configuration.Source,
            Time = transport.Time.GetUtcNow(),
            DataContentType = ContentTypes.Json,
        },
        transport.Name,
        Topic,
        entry.Write(),
        CancellationToken.None,
        partition: partition).ConfigureAwait(false);

    private DeadLetterEntry? EntryOf(Delivery delivery) =>
        _reader.TryFindType(delivery, out var type)
        && delivery.Body is { } body
        && DeadLetterEntry.KindOf(System.Text.Encoding.UTF8.GetString(type.Span)) is { } kind
            ? DeadLetterEntry.Read(kind, body) with { Time = DateTimeOffset.FromUnixTimeMilliseconds(delivery.StoredAt ?? 0) }
            : null;
}

/// <summary>A topic of dead letters as it was read.</summary>
/// <param name="Letters">What is not settled, those of a partition in their order.</param>
/// <param name="Operators">Who began and has not ended, in the order in which they began.</param>
internal sealed record DeadLetterState(IReadOnlyList<DeadLetter> Letters, IReadOnlyList<DeadLetterEntry> Operators);
