using System.Numerics;

namespace Omnibus.Drivers;

/// <summary>
/// Chooses the partition of a record for brokers that have no rule of their own: CRC-32C of the key modulo the number of partitions; records
/// without a key go around in turn. The rule never changes: it decides where the keys of stored topics live. Safe on any thread.
/// </summary>
public sealed class KeyPartitioner
{
    private uint _turn;

    /// <summary>The partition for <paramref name="record"/> among <paramref name="partitions"/>.</summary>
    public int Choose(OutgoingRecord record, int partitions)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Partition is { } chosen)
        {
            return chosen < partitions && chosen >= 0
                ? chosen
                : throw new ArgumentOutOfRangeException(
                    nameof(record), chosen, $"Topic '{record.Topic}' has {partitions} partitions, numbered from 0.");
        }

        return record.Key is { } key ? ForKey(key.Span, partitions) : (int)(Interlocked.Increment(ref _turn) % (uint)partitions);
    }

    /// <summary>The partition of a key.</summary>
    public static int ForKey(ReadOnlySpan<byte> key, int partitions) => partitions == 1 ? 0 : (int)(Hash(key) % (uint)partitions);

    /// <summary>CRC-32C (Castagnoli), RFC 3720 appendix B.4.</summary>
    public static uint Hash(ReadOnlySpan<byte> key)
    {
        var crc = uint.MaxValue;
        while (key.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(key));
            key = key[sizeof(ulong)..];
        }

        foreach (var value in key)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
