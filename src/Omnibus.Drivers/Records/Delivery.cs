namespace Omnibus.Drivers;

/// <summary>
/// A record that reached a consumer. Deliveries belong to the core and are reused: a driver fills one by <see cref="Reset"/> and
/// <see cref="AddHeader"/> inside <see cref="IConsumerDriver.ReceiveAsync"/> and keeps no reference to it.
/// </summary>
public class Delivery
{
    private RecordHeader[] _headers = new RecordHeader[12];
    private int _headerCount;

    /// <summary>The topic's full name, with any prefix.</summary>
    public string Topic { get; private set; } = "";

    /// <summary>The partition; 0 where the broker has none.</summary>
    public int Partition { get; private set; }

    /// <summary>The place in the partition.</summary>
    public Position Position { get; private set; }

    /// <summary>The key's bytes; null where the record has no key.</summary>
    public ReadOnlyMemory<byte>? Key { get; private set; }

    /// <summary>The body; null is a record without one (a tombstone).</summary>
    public ReadOnlyMemory<byte>? Body { get; private set; }

    /// <summary>When the broker stored the record, in Unix milliseconds by the broker's or the producer's clock; null where that is not known.</summary>
    public long? StoredAt { get; private set; }

    /// <summary>What the driver needs to settle the delivery, if anything. Comes back in <see cref="Settlement.DriverState"/>.</summary>
    public object? DriverState { get; private set; }

    /// <summary>Owns the bytes; null where the garbage collector does.</summary>
    public RecordOwner? Owner { get; private set; }

    /// <summary>The headers, in the order in which they were stored.</summary>
    public ReadOnlySpan<RecordHeader> Headers => _headers.AsSpan(0, _headerCount);

    /// <summary>
    /// Fills the delivery anew and forgets the headers it had. Takes a reference of <paramref name="owner"/>, which the core gives back
    /// after the delivery's handlers have finished or its dead letter is stored; until then every byte given here stays valid and unchanged.
    /// </summary>
    public void Reset(
        string topic,
        int partition,
        Position position,
        ReadOnlyMemory<byte>? key,
        ReadOnlyMemory<byte>? body,
        long? storedAt = null,
        RecordOwner? owner = null,
        object? driverState = null)
    {
        owner?.Retain();
        Topic = topic;
        Partition = partition;
        Position = position;
        Key = key;
        Body = body;
        StoredAt = storedAt;
        Owner = owner;
        DriverState = driverState;
        _headerCount = 0;
    }

    /// <summary>Adds a header behind those that are there.</summary>
    /// <param name="name">The name as it is on the broker. Reuse the string where names repeat.</param>
    /// <param name="value">The bytes.</param>
    public void AddHeader(string name, ReadOnlyMemory<byte> value)
    {
        if (_headerCount == _headers.Length)
        {
            Array.Resize(ref _headers, _headerCount * 2);
        }

        _headers[_headerCount++] = new RecordHeader(name, value);
    }

    /// <summary>Gives the memory back and forgets every byte. For the core, once a delivery is settled.</summary>
    public void Release()
    {
        var owner = Owner;
        Owner = null;
        DriverState = null;
        Key = null;
        Body = null;
        _headers.AsSpan(0, _headerCount).Clear();
        _headerCount = 0;
        owner?.Release();
    }
}
