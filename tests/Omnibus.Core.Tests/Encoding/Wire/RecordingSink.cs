using System.Text;
using Omnibus.Drivers;
using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

/// <summary>Keeps what was written, and hands it to a reader.</summary>
internal sealed class RecordingSink : IRecordSink
{
    private readonly List<(string Name, byte[] Value)> _headers = [];

    public int? BodyAt { get; private set; }

    public IReadOnlyList<string> Lines => [.. _headers.Select(header => $"{header.Name}={Encoding.UTF8.GetString(header.Value)}")];

    public void AddConstantHeader(string name, ReadOnlyMemory<byte> value) => _headers.Add((name, value.ToArray()));

    public void AddHeader(string name, ReadOnlySpan<byte> value) => _headers.Add((name, value.ToArray()));

    public void MarkBody()
    {
        Assert.Null(BodyAt);
        BodyAt = _headers.Count;
    }

    public Delivery Delivered(byte[]? body = null)
    {
        var delivery = new Delivery();
        delivery.Reset("user-login", 3, new Position(7, 1), null, body is null ? default(ReadOnlyMemory<byte>?) : body);
        foreach (var (name, value) in _headers)
        {
            delivery.AddHeader(name, value);
        }

        return delivery;
    }
}
