using System.Buffers.Text;
using System.Globalization;
using Omnibus.Drivers;

namespace Omnibus.Redis.Streams;

/// <summary>
/// The id of a stream entry. Redis reads and stores "behind this id", positions of Omnibus are inclusive: the position of a place is the id's
/// successor, and reading from a position is reading behind its predecessor.
/// </summary>
internal readonly record struct StreamId(ulong Milliseconds, ulong Sequence) : IComparable<StreamId>
{
    /// <summary>The most bytes of an id as text: two numbers of 20 digits and a dash.</summary>
    public const int MaxLength = 41;

    /// <summary>Before every entry.</summary>
    public static StreamId Zero => default;

    /// <summary>The position of the entry itself.</summary>
    public Position Position => new(Milliseconds, Sequence);

    /// <summary>The position of whatever comes behind this entry.</summary>
    public Position Behind => Sequence < ulong.MaxValue
        ? new(Milliseconds, Sequence + 1)
        : Milliseconds < ulong.MaxValue ? new(Milliseconds + 1, 0) : new(Milliseconds, Sequence, 1);

    /// <summary>The id behind which reading begins, so that <paramref name="position"/> is the first place that is read.</summary>
    public static StreamId Before(Position position) => position switch
    {
        { Index: > 0 } => new(position.High, position.Low),
        { Low: > 0 } => new(position.High, position.Low - 1),
        { High: > 0 } => new(position.High - 1, ulong.MaxValue),
        _ => Zero,
    };

    /// <summary>Where entries of a time begin: ids start with the server's clock.</summary>
    public static Position At(DateTimeOffset time)
    {
        // An entry of this millisecond may have been stored before the time, but none before the millisecond was stored after it.
        var milliseconds = time.ToUnixTimeMilliseconds();
        return new Position((ulong)Math.Max(0, time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? milliseconds : milliseconds + 1), 0);
    }

    /// <summary>The entry that a position is in.</summary>
    public static StreamId Of(Position position) => new(position.High, position.Low);

    /// <summary>Reads what Redis writes.</summary>
    public static StreamId Parse(ReadOnlySpan<byte> text) => TryParse(text, out var id)
        ? id
        : throw new FormatException("The server sent an id that is no stream id.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})" />
    public static StreamId Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return System.Text.Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            ? Parse(bytes[..length])
            : throw new FormatException("The server sent an id that is no stream id.");
    }

    /// <summary>Writes the text of the id; <paramref name="destination"/> has room for <see cref="MaxLength"/> bytes.</summary>
    public int Format(Span<byte> destination)
    {
        Utf8Formatter.TryFormat(Milliseconds, destination, out var first);
        destination[first] = (byte)'-';
        Utf8Formatter.TryFormat(Sequence, destination[(first + 1)..], out var second);
        return first + 1 + second;
    }

    /// <inheritdoc />
    public int CompareTo(StreamId other)
    {
        var first = Milliseconds.CompareTo(other.Milliseconds);
        return first != 0 ? first : Sequence.CompareTo(other.Sequence);
    }

    /// <summary>Whether <paramref name="left"/> was stored before <paramref name="right"/>.</summary>
    public static bool operator <(StreamId left, StreamId right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> was stored after <paramref name="right"/>.</summary>
    public static bool operator >(StreamId left, StreamId right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> was not stored after <paramref name="right"/>.</summary>
    public static bool operator <=(StreamId left, StreamId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> was not stored before <paramref name="right"/>.</summary>
    public static bool operator >=(StreamId left, StreamId right) => left.CompareTo(right) >= 0;

    /// <summary>The id as Redis writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Sequence}");

    private static bool TryParse(ReadOnlySpan<byte> text, out StreamId id)
    {
        id = default;
        if (!Utf8Parser.TryParse(text, out ulong milliseconds, out var read) || read >= text.Length || text[read] != (byte)'-')
        {
            return false;
        }

        var rest = text[(read + 1)..];
        if (!Utf8Parser.TryParse(rest, out ulong sequence, out read) || read != rest.Length)
        {
            return false;
        }

        id = new StreamId(milliseconds, sequence);
        return true;
    }
}
