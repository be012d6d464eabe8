using System.Runtime.InteropServices;
using Confluent.Kafka;
using Omnibus.Drivers;

namespace Omnibus.Kafka.Producing;

/// <summary>
/// Gives the client a part of a record as the exact array that it insists on. The client copies it before it asks again, so one array of each
/// length is kept and used over and over. For one thread.
/// </summary>
internal sealed class RecordBytes(Func<OutgoingRecord, ReadOnlyMemory<byte>?> part) : ISerializer<OutgoingRecord>
{
    private const int LongestKept = 1024;

    private readonly byte[]?[] _kept = new byte[]?[LongestKept + 1];

    public byte[] Serialize(OutgoingRecord data, SerializationContext context)
    {
        if (part(data) is not { } bytes)
        {
            return null!;
        }

        if (MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length)
        {
            return segment.Array;
        }

        if (bytes.Length > LongestKept)
        {
            return bytes.ToArray();
        }

        var array = _kept[bytes.Length] ??= new byte[bytes.Length];
        bytes.Span.CopyTo(array);
        return array;
    }
}
