using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;
using static Omnibus.Conformance.Tests.Breaking.Patched.PatchedTransport;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>Drivers that send wrongly.</summary>
internal static class SendingPatches
{
    private const int Large = 16 * 1024 * 1024;

    public static IReadOnlyDictionary<string, BrokenDriver> All { get; } = new Dictionary<string, BrokenDriver>
    {
        ["LosesGreetings"] = Driver("A record comes back as it was sent", new()
        {
            Change = Each(record => new ChangedRecord(record)
            {
                ChangeHeaders = headers => [.. headers.Where(header => !header.Value.Span.SequenceEqual("greeting"u8))],
            }),
        }),
        ["CopiesLate"] = CopiesLate(),
        ["StoresBackwards"] = Driver("Records that one producer sends to one partition are stored in that order", new()
        {
            Change = records => records is { Length: 30 } && records[0].Partition is not null ? [.. Enumerable.Reverse(records)] : records,
        }),
        ["IgnoresPartition"] = Driver("A record goes to the partition that it names", new()
        {
            Change = records => records is { Length: 40 } && records[0].Partition is not null
                ? [new ChangedRecord(records[0]) { ChangePartition = _ => 1 }, .. records[1..]]
                : records,
        }),
        ["LeavesOutPartition"] = Driver("Different keys use every partition", new()
        {
            Change = records => records.Length == 200
                ? Each(record => record.Key is { } key && KeyPartitioner.ForKey(key.Span, 4) == 3 ? new ChangedRecord(record) { ChangePartition = _ => 0 } : record)(records)
                : records,
        }),
        ["FindsPlaceForAll"] = Driver("A record for a partition that does not exist is refused, and its neighbours are stored", new()
        {
            Change = Each(record => record.Partition == 4 ? new ChangedRecord(record) { ChangePartition = _ => 0 } : record),
        }),
        ["ForgetsLastSent"] = Driver("A producer that is closed settles what it was given", new()
        {
            Change = records => records is { Length: 200 } && records[0].Key is null ? records[..^1] : records,
        }),
        ["ThrowsAfterSending"] = Driver("A cancelled send settles every record, and one that throws has taken none", new()
        {
            Send = async (_, producer, records, cancellationToken) =>
            {
                for (var turn = 0; turn < 20; turn++)
                {
                    await Task.Yield();
                }

                await producer.SendAsync(records, CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
            },
        }),
        ["PromisesWhileCut"] = Driver("A producer survives a broker that goes away and comes back, and says what is stored", new()
        {
            Send = async (_, producer, records, cancellationToken) =>
            {
                try
                {
                    await producer.SendAsync(records, cancellationToken);
                }
                catch (CutException) when (records.Length == 1 && records[0].Body is { Length: 6 })
                {
                    records[0].Succeed(0, default);
                }
            },
        }),
        ["GoesOnBehindFailure"] = Driver("Behind a record that failed nothing is stored before the producer is flushed", new()
        {
            Send = async (_, producer, records, cancellationToken) =>
            {
                try
                {
                    await producer.SendAsync(records, cancellationToken);
                }
                catch (CutException exception) when (records.Length == 1 && records[0].Body is { Length: 5 } body && body.Span.SequenceEqual("first"u8))
                {
                    records[0].Fail(exception, mayBeStored: false);
                }
            },
        }),
        ["MakesTopics"] = Driver("Sending to a topic that does not exist fails as not found, and stores nothing", new()
        {
            Send = async (transport, producer, records, cancellationToken) =>
            {
                foreach (var record in records.Where(record => record.Body is { Length: 4 } body && body.Span.SequenceEqual("lost"u8)))
                {
                    await transport.CreateAsync(new TopicSpecification(record.Topic), cancellationToken);
                }

                await producer.SendAsync(records, cancellationToken);
            },
        }),
        ["FailsNeighbours"] = Driver("A record that is too large is refused alone", new()
        {
            Send = (_, producer, records, cancellationToken) =>
            {
                if (!records.Any(record => record.Body?.Length > Large))
                {
                    return producer.SendAsync(records, cancellationToken);
                }

                Array.ForEach(records, record => record.Fail(new ArgumentException("The batch is too large."), mayBeStored: false));
                return default;
            },
        }),
        ["CutsBatches"] = Driver("A whole batch of the declared size is taken", new()
        {
            Send = (_, producer, records, cancellationToken) =>
            {
                if (records.Length < 1000)
                {
                    return producer.SendAsync(records, cancellationToken);
                }

                records[^1].Fail(new ArgumentException("The batch is too long."), mayBeStored: false);
                return producer.SendAsync(records.AsMemory(..^1), cancellationToken);
            },
        }),
    };

    private static Func<OutgoingRecord[], OutgoingRecord[]> Each(Func<OutgoingRecord, OutgoingRecord> change) => records => [.. records.Select(change)];

    // Says that records are stored and stores them when somebody wants to read.
    private static BrokenDriver CopiesLate()
    {
        (HealthyProducer Producer, OutgoingRecord[] Records)? pending = null;
        return Driver("A record's memory may be reused as soon as it is settled", new()
        {
            Send = (_, producer, records, cancellationToken) =>
            {
                if (records.Length != 50 || records[0].Key is null)
                {
                    return producer.SendAsync(records, cancellationToken);
                }

                pending = (producer, [.. records.Select(record => new ChangedRecord(record) { Successes = 0 })]);
                Array.ForEach(records, record => record.Succeed(0, default));
                return default;
            },
            Open = async (_, request) =>
            {
                if (pending is { } late)
                {
                    pending = null;
                    await late.Producer.SendAsync(late.Records, CancellationToken.None);
                }

                return request;
            },
        });
    }
}
