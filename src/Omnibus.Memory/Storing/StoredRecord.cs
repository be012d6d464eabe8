using Omnibus.Drivers;

namespace Omnibus.Memory.Storing;

/// <summary>
/// A record in a segment. Its bytes lie together in one chunk: the key, the body, the values of the headers. A length below zero means that
/// there is no such part. What is needed to deliver lies apart from the bytes, so that delivering does not touch them.
/// </summary>
internal struct StoredRecord
{
    public RecordMemory Memory;
    public string[] HeaderNames;
    public long StoredAt;
    public int Start;
    public int KeyLength;
    public int BodyLength;

    /// <summary>Where the lengths of the headers' values begin among those of the segment.</summary>
    public int HeaderLengths;

    public readonly void Deliver(Delivery delivery, string topic, int partition, long offset, ReadOnlySpan<int> lengths)
    {
        var array = Memory.Array;
        var at = Start;
        var key = Part(array, ref at, KeyLength);
        var body = Part(array, ref at, BodyLength);
        delivery.Reset(topic, partition, Offsets.ToPosition(offset), key, body, StoredAt, Memory);
        lengths = lengths.Slice(HeaderLengths, HeaderNames.Length);
        for (var index = 0; index < lengths.Length; index++)
        {
            delivery.AddHeader(HeaderNames[index], new ReadOnlyMemory<byte>(array, at, lengths[index]));
            at += lengths[index];
        }
    }

    // A bare null would become an empty memory here: null converts to an array, and an array to a memory.
    private static ReadOnlyMemory<byte>? Part(byte[] array, ref int at, int length)
    {
        if (length < 0)
        {
            return (ReadOnlyMemory<byte>?)null;
        }

        var part = new ReadOnlyMemory<byte>(array, at, length);
        at += length;
        return part;
    }
}
