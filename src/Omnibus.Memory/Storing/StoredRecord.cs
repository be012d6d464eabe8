using Omnibus.Drivers;

namespace Omnibus.Memory.Storing;

/// <summary>A record in a segment. Lengths below zero mean that there is no such part.</summary>
internal struct StoredRecord
{
    public RecordMemory Memory;
    public long StoredAt;
    public int KeyAt;
    public int KeyLength;
    public int BodyAt;
    public int BodyLength;
    public int HeaderAt;
    public int HeaderCount;

    public readonly ReadOnlyMemory<byte>? Key => Part(KeyAt, KeyLength);

    public readonly ReadOnlyMemory<byte>? Body => Part(BodyAt, BodyLength);

    // A bare null would become an empty memory here: null converts to an array, and an array to a memory.
    private readonly ReadOnlyMemory<byte>? Part(int at, int length) =>
        length < 0 ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(Memory.Array, at, length);
}
