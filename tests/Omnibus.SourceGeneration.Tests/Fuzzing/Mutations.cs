namespace Omnibus.SourceGeneration.Tests;

/// <summary>Damages good bytes: truncation, bit flips, splices, and what length fields should not say. The same seed gives the same inputs.</summary>
internal sealed class Mutations(IReadOnlyList<byte[]> good, int seed)
{
    // Varints at the limits: -1, the largest and the smallest long, one too long; then bytes that mean something in JSON.
    private static readonly byte[][] s_nasty =
    [
        [0x01], [0x7F], [0x80], [0xFF], [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], [0xFE, 0xFF, 0xFF, 0xFF, 0x0F], [0xED, 0xA0, 0x80],
        [.. "null"u8], [.. "\""u8], [.. "\\u"u8], [.. "\\ud800"u8], [.. "["u8], [.. "{"u8], [.. "]"u8], [.. "}"u8], [.. ","u8], [.. "1e999"u8], [.. "-"u8],
    ];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var input = Any();
        for (var times = _random.Next(1, 4); times > 0; times--)
        {
            input = _random.Next(6) switch
            {
                0 => input[.._random.Next(input.Length + 1)],
                1 => [.. input[.._random.Next(input.Length + 1)], .. End(Any())],
                2 => Insert(input, s_nasty[_random.Next(s_nasty.Length)], replaces: true),
                3 => Insert(input, s_nasty[_random.Next(s_nasty.Length)], replaces: false),
                _ => Flip(input),
            };
        }

        return input;
    }

    private byte[] Any() => good[_random.Next(good.Count)];

    private byte[] End(byte[] input) => input[_random.Next(input.Length + 1)..];

    private byte[] Insert(byte[] input, byte[] part, bool replaces)
    {
        var place = _random.Next(input.Length + 1);
        return [.. input[..place], .. part, .. input[Math.Min(input.Length, replaces ? place + part.Length : place)..]];
    }

    private byte[] Flip(byte[] input)
    {
        var flipped = input.ToArray();
        for (var flips = _random.Next(1, 5); flips > 0 && flipped.Length > 0; flips--)
        {
            flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return flipped;
    }
}
