using Omnibus.Drivers;
using Omnibus.Redis.Streams;
using RESPite.Messages;

namespace Omnibus.Redis.Consuming;

/// <summary>
/// Turns entries of a reply into deliveries. The bytes of all of them are copied once, into one rented block that they share. Not thread-safe.
/// </summary>
internal sealed class EntryReader
{
    private readonly HeaderNames _names = new();
    private RecordHeader[] _headers = new RecordHeader[16];
    private byte[] _scratch = new byte[256];
    private RecordMemory? _memory;
    private int _used;

    /// <summary>Begins with a reply; <paramref name="bytes"/> is at least the length of everything in it.</summary>
    public void Begin(long bytes)
    {
        _memory = RecordMemory.Rent(checked((int)bytes));
        _used = 0;
    }

    /// <summary>Ends with it: from now on only the deliveries hold its memory.</summary>
    public void End()
    {
        _memory?.Release();
        _memory = null;
    }

    /// <summary>
    /// Reads the entry on which <paramref name="reply"/> stands and moves to its end. False where it has no fields: a pending entry that was
    /// removed from the stream.
    /// </summary>
    public bool Read(ref RespReader reply, TopicPartition partition, Delivery? delivery, out StreamId id)
    {
        id = default;
        if (reply.IsNull)
        {
            return false;
        }

        reply.MoveNextScalar();
        id = StreamId.Parse(Text(ref reply));
        reply.MoveNext();
        if (reply.IsNull)
        {
            return false;
        }

        if (delivery is null)
        {
            reply.SkipChildren();
            return true;
        }

        var fields = reply.AggregateLength() / 2;
        var (headers, body, key) = (0, default(ReadOnlyMemory<byte>?), default(ReadOnlyMemory<byte>?));
        if (fields > _headers.Length)
        {
            _headers = new RecordHeader[fields];
        }

        for (var field = 0; field < fields; field++)
        {
            reply.MoveNextScalar();
            var name = _names.At(field, Text(ref reply));
            reply.MoveNextScalar();
            var value = Copy(ref reply);
            if (name == RedisWire.Body && body is null)
            {
                body = value;
                continue;
            }

            if (name == RedisWire.Key)
            {
                key = value;
            }

            _headers[headers++] = new RecordHeader(name, value);
        }

        delivery.Reset(partition.Topic, partition.Partition, id.Position, key, body, (long)id.Milliseconds, _memory);
        for (var header = 0; header < headers; header++)
        {
            delivery.AddHeader(_headers[header].Name, _headers[header].Value);
        }

        return true;
    }

    /// <summary>
    /// Reads a list of entries that were claimed: <paramref name="reply"/> stands before it, and the buffer has room for all. Entries that were removed are
    /// passed over.
    /// </summary>
    /// <param name="reply">The reply.</param>
    /// <param name="bytes">At least the length of everything in it.</param>
    /// <param name="stream">Where they are from; it hears of each.</param>
    /// <param name="buffer">Where they go.</param>
    /// <returns>How many there are.</returns>
    public int ReadClaimed(ref RespReader reply, long bytes, StreamCursor stream, Span<Delivery> buffer)
    {
        reply.MoveNextAggregate();
        var entries = reply.AggregateLength();
        var delivered = 0;
        Begin(bytes);
        try
        {
            for (var index = 0; index < entries; index++)
            {
                reply.MoveNext();
                if (Read(ref reply, stream.Partition, buffer[delivered], out var id))
                {
                    delivered++;
                    stream.WasClaimed(id);
                }
            }
        }
        finally
        {
            End();
        }

        return delivered;
    }

    /// <summary>The bytes of a short scalar, valid until the next call.</summary>
    public ReadOnlySpan<byte> Text(ref RespReader reply)
    {
        if (reply.TryGetSpan(out var span))
        {
            return span;
        }

        var length = reply.ScalarLength();
        if (length > _scratch.Length)
        {
            _scratch = new byte[length];
        }

        return _scratch.AsSpan(0, reply.CopyTo(_scratch));
    }

    private ReadOnlyMemory<byte> Copy(ref RespReader reply)
    {
        var length = reply.ScalarLength();
        var place = _memory!.Array.AsMemory(_used, length);
        _used += reply.CopyTo(place.Span);
        return place;
    }
}
