using System.Buffers;
using System.Collections.Concurrent;

namespace Omnibus.Drivers;

/// <summary>Pooled, reference-counted memory for the bytes of records. Renting and releasing allocate nothing once the pool is warm.</summary>
public sealed class RecordMemory : RecordOwner
{
    private const int MostPooled = 256;

    private static readonly ConcurrentQueue<RecordMemory> s_pool = new();
    private static long s_rented;

    private byte[] _array = [];

    private RecordMemory()
    {
    }

    /// <summary>How many are rented at this moment, in the whole process: a leak shows here.</summary>
    public static long Rented => Interlocked.Read(ref s_rented);

    /// <summary>The bytes: at least as many as were asked for. Not cleared.</summary>
    public byte[] Array => _array;

    /// <summary>Rents memory for at least <paramref name="length"/> bytes, with one reference.</summary>
    public static RecordMemory Rent(int length)
    {
        if (s_pool.TryDequeue(out var memory))
        {
            memory.Revive();
        }
        else
        {
            memory = new RecordMemory();
        }

        memory._array = ArrayPool<byte>.Shared.Rent(length);
        Interlocked.Increment(ref s_rented);
        return memory;
    }

    /// <inheritdoc />
    protected override void Free()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Interlocked.Decrement(ref s_rented);
        if (s_pool.Count < MostPooled)
        {
            s_pool.Enqueue(this);
        }
    }
}
