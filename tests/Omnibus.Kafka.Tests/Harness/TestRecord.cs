using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Tests.Harness;

/// <summary>A record in the driver's hands, and how it ended.</summary>
internal sealed class TestRecord(string topic, string? body, string? key = null, int? partition = null, params (string Name, string Value)[] headers)
    : OutgoingRecord
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordHeader[] _headers = [.. headers.Select(header => new RecordHeader(header.Name, Encoding.UTF8.GetBytes(header.Value)))];

    public override string Topic => topic;

    public override int? Partition => partition;

    public override ReadOnlyMemory<byte>? Key => Bytes(key);

    public override ReadOnlySpan<RecordHeader> Headers => _headers;

    public override int HeadersBeforeBody => headers.Length;

    public override ReadOnlyMemory<byte>? Body => Bytes(body);

    public string? Text => body;

    public Task Settled => _settled.Task;

    public TopicPartition StoredIn { get; private set; }

    public Position Position { get; private set; }

    public Exception? Failure { get; private set; }

    public bool MayBeStored { get; private set; }

    public override void Succeed(int partition, Position position)
    {
        (StoredIn, Position) = (new TopicPartition(topic, partition), position);
        _settled.SetResult();
    }

    public override void Fail(Exception exception, bool mayBeStored)
    {
        (Failure, MayBeStored) = (exception, mayBeStored);
        _settled.SetResult();
    }

    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(text);
}
