using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Recording;

/// <summary>A record in a driver's hands, and how it ended. Notices when it is settled more than once.</summary>
internal sealed class SentRecord : OutgoingRecord
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordHeader[] _headers;
    private readonly byte[]? _key;
    private readonly byte[]? _body;
    private int _settlements;

    /// <summary>Lays the sample out as the core does: the key is an attribute too.</summary>
    public SentRecord(Sample sample, WireFormat wire)
    {
        Sample = sample;
        _key = (byte[]?)sample.Key?.Clone();
        _body = (byte[]?)sample.Body?.Clone();
        _headers = [.. sample.Headers.Select(header => new RecordHeader(header.Name, (byte[])header.Value.Clone()))];
        if (_key is not null)
        {
            _headers = [.. _headers, new RecordHeader(NameOf(Attributes.PartitionKey, wire), (byte[])_key.Clone())];
        }
    }

    public Sample Sample { get; }

    public override string Topic => Sample.Topic;

    public override int? Partition => Sample.Partition;

    public override ReadOnlyMemory<byte>? Key => Memory(_key);

    public override ReadOnlySpan<RecordHeader> Headers => _headers;

    public override int HeadersBeforeBody => Sample.Headers.Count;

    public override ReadOnlyMemory<byte>? Body => Memory(_body);

    /// <summary>Ends when the driver settled the record, either way.</summary>
    public Task Settled => _settled.Task;

    public int Settlements => Volatile.Read(ref _settlements);

    public TopicPartition StoredIn { get; private set; }

    public Position Position { get; private set; }

    public Exception? Failure { get; private set; }

    public bool MayBeStored { get; private set; }

    public string Text => Encoding.UTF8.GetString(Sample.Body ?? []);

    public override void Succeed(int partition, Position position)
    {
        StoredIn = new TopicPartition(Topic, partition);
        Position = position;
        Settle();
    }

    public override void Fail(Exception exception, bool mayBeStored)
    {
        Failure = exception;
        MayBeStored = mayBeStored;
        Settle();
    }

    /// <summary>Overwrites every byte that the driver was given, as a reused buffer would be.</summary>
    public void Scribble()
    {
        _key?.AsSpan().Fill(0xEE);
        _body?.AsSpan().Fill(0xEE);
        foreach (var header in _headers)
        {
            System.Runtime.InteropServices.MemoryMarshal.AsMemory(header.Value).Span.Fill(0xEE);
        }
    }

    internal static string NameOf(string attribute, WireFormat wire)
    {
        foreach (var field in wire.Fields)
        {
            if (field.Attribute == attribute)
            {
                return field.Name;
            }
        }

        return wire.ExtensionPrefix + attribute;
    }

    // An array that is null would convert to an empty memory, not to none.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? (ReadOnlyMemory<byte>?)null : bytes.AsMemory();

    private void Settle()
    {
        Interlocked.Increment(ref _settlements);
        _settled.TrySetResult();
    }
}
