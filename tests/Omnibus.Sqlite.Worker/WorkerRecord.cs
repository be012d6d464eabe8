using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Sqlite.Worker;

/// <summary>A record like a small event: nine headers, of which id and time are its own, a key and a body.</summary>
public sealed class WorkerRecord : OutgoingRecord
{
    private readonly RecordHeader[] _headers;
    private readonly ReadOnlyMemory<byte>? _key;
    private readonly ReadOnlyMemory<byte>? _body;
    private readonly string _topic;
    private readonly int? _partition;

    public WorkerRecord(string topic, string? key, ReadOnlyMemory<byte>? body, RecordHeader[]? headers = null, int? partition = null)
    {
        _topic = topic;
        _key = key is null ? null : Encoding.UTF8.GetBytes(key);
        _body = body;
        _partition = partition;
        _headers = headers ?? [];
    }

    public override string Topic => _topic;

    public override int? Partition => _partition;

    public override ReadOnlyMemory<byte>? Key => _key;

    public override ReadOnlySpan<RecordHeader> Headers => _headers;

    public override int HeadersBeforeBody => _headers.Length;

    public override ReadOnlyMemory<byte>? Body => _body;

    public (int Partition, Position Position)? Stored { get; private set; }

    public Exception? Failure { get; private set; }

    public bool MayBeStored { get; private set; }

    /// <summary>A record that looks like an event of about 400 bytes.</summary>
    public static WorkerRecord Event(string topic, int number)
    {
        var random = new Random(number);
        var body = new byte[200];
        random.NextBytes(body);
        var id = new byte[16];
        random.NextBytes(id);
        var time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(number);
        return new WorkerRecord(
            topic,
            $"learner-{number % 5000}",
            body,
            [
                Header(Attributes.Id, new Guid(id).ToString()),
                Header(Attributes.Type, "org.openedx.learning.auth.session.login.completed.v1"),
                Header(Attributes.Source, "/openedx/lms/web"),
                Header(Attributes.Time, time.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
                Header(Attributes.MinorVersion, "0"),
                Header(Attributes.SourceHost, "lms-7d9c5b6f4-x2x8q"),
                Header(Attributes.SourceLib, "11.2.0"),
                Header(Attributes.DataSchema, "ni:///sha-256-128;f4OxZX_x_FO5LcGBSKHWXQ"),
                Header(Attributes.PartitionKey, $"learner-{number % 5000}"),
            ]);
    }

    public static RecordHeader Header(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    public override void Succeed(int partition, Position position) => Settle((partition, position), null, false);

    public override void Fail(Exception exception, bool mayBeStored) => Settle(null, exception, mayBeStored);

    /// <summary>So that one record can be sent again and again.</summary>
    public void Forget() => (Stored, Failure) = (null, null);

    private void Settle((int Partition, Position Position)? stored, Exception? failure, bool mayBeStored)
    {
        if (Stored is not null || Failure is not null)
        {
            throw new InvalidOperationException("A record was settled twice.");
        }

        (Stored, Failure, MayBeStored) = (stored, failure, mayBeStored);
    }
}
