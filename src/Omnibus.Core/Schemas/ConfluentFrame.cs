using System.Buffers;
using System.Buffers.Binary;

namespace Omnibus.Schemas;

/// <summary>What stands before data where schemas have numbers: a zero byte, and the number in four bytes, big-endian.</summary>
internal static class ConfluentFrame
{
    public const int Length = 5;

    public static void Write(IBufferWriter<byte> output, int number)
    {
        var frame = output.GetSpan(Length);
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], number);
        output.Advance(Length);
    }

    /// <summary>Whether data begins with a frame, and the number in it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out int number)
    {
        var framed = data.Length >= Length && data[0] == 0;
        number = framed ? BinaryPrimitives.ReadInt32BigEndian(data[1..]) : 0;
        return framed;
    }
}
