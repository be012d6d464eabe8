using System.Globalization;
using System.Text;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Worker;

/// <summary>A record as the Open edX services write it: ten headers, a key, 200 bytes; each with an id and a time of its own.</summary>
internal sealed class Event : OutgoingRecord
{
    private static readonly byte[] s_body = [.. Enumerable.Range(0, 200).Select(value => (byte)value)];
    private static readonly (string Name, byte[] Value)[] s_constant =
    [
        ("ce_specversion", "1.0"u8.ToArray()), ("content-type", "application/avro"u8.ToArray()), ("ce_datacontenttype", "application/avro"u8.ToArray()),
        ("ce_type", "org.openedx.learning.auth.session.login.completed.v1"u8.ToArray()), ("ce_source", "openedx/lms/web"u8.ToArray()),
        ("ce_minorversion", "0"u8.ToArray()), ("sourcehost", "lms.devstack.edx"u8.ToArray()), ("sourcelib", "11.2.0"u8.ToArray()),
    ];

    private readonly RecordHeader[] _headers;
    private readonly byte[] _key;
    private readonly Action<Event> _settled;
    private readonly byte[] _memory = new byte[1024];

    public Event(string topic, int number, Action<Event> settled)
    {
        Topic = topic;
        _settled = settled;
        _key = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"learner-{number % 1000}"));
        var id = Encoding.UTF8.GetBytes(Guid.NewGuid().ToString());
        var time = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"2024-05-01T12:34:56.{number % 1_000_000:000000}+00:00"));
        _headers = [.. Names(id, time).Select(header => new RecordHeader(header.Name, header.Value))];

        // In a pooled buffer the body is never an array of its own.
        s_body.CopyTo(_memory, 100);
    }

    public override string Topic { get; }

    public override int? Partition => null;

    public override ReadOnlyMemory<byte>? Key => _key;

    public override ReadOnlySpan<RecordHeader> Headers => _headers;

    public override int HeadersBeforeBody => _headers.Length;

    public override ReadOnlyMemory<byte>? Body => _memory.AsMemory(100, s_body.Length);

    public byte[] KeyBytes => _key;

    public static byte[] BodyBytes => s_body;

    /// <summary>Whether its settlement ends a batch.</summary>
    public bool Last { get; set; }

    public override void Succeed(int partition, Position position) => _settled(this);

    public override void Fail(Exception exception, bool mayBeStored)
    {
        Console.Error.WriteLine(exception);
        Environment.Exit(1);
    }

    private static IEnumerable<(string Name, byte[] Value)> Names(byte[] id, byte[] time) =>
        [.. s_constant.Take(4), ("ce_id", id), s_constant[4], ("ce_time", time), .. s_constant.Skip(5)];
}
