using System.Text.Unicode;
using Omnibus.Encodings;

namespace Omnibus.Schemas;

/// <content>The parts that values are made of. None is believed before the data has shown that it is there.</content>
internal ref partial struct AvroDataReader
{
    private const int MostPerNumber = 10;

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Fail("The data ends too early.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private long Number()
    {
        var value = 0UL;
        for (var place = 0; place < MostPerNumber; place++)
        {
            var part = Take(1)[0];
            if (place == MostPerNumber - 1 && part > 1)
            {
                break;
            }

            value |= (ulong)(part & 0x7f) << (7 * place);
            if (part < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw Fail("The number has more than 64 bits.");
    }

    private int Length()
    {
        var length = Number();
        return length < 0 ? throw Fail("The length is negative.")
            : length > _rest.Length ? throw Fail("The data ends too early.")
            : (int)length;
    }

    /// <summary>The number of items in the next block; 0: there is none.</summary>
    private long Block()
    {
        var count = Number();
        if (count < 0)
        {
            count = count == long.MinValue ? long.MaxValue : -count;
            Length(); // of the block in bytes, which nobody here needs
        }

        _items -= Math.Min(count, _items + 1);
        return _items >= 0 ? count : throw Fail("There are more items than the data can hold.");
    }

    private ReadOnlySpan<byte> Text()
    {
        var text = Take(Length());
        return Utf8.IsValid(text) ? text : throw Fail("The text is not UTF-8.");
    }

    private readonly EventDataException NoBranch(string what, long place) => Fail($"There is no {what} {place}.");

    private readonly EventDataException Fail(string problem)
    {
        var path = new FieldPath();
        foreach (var step in _path)
        {
            _ = step is int index ? path.Add(index) : path.Add((string)step);
        }

        return new EventDataException(path.ToString(), problem);
    }
}
