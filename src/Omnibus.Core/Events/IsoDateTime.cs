using System.Diagnostics.CodeAnalysis;
using System.Text;
using Omnibus.Encodings;

namespace Omnibus;

/// <summary>
/// A date and time as the text that it travels as, for peers that write ISO 8601 by Python's <c>isoformat</c>. What was read keeps its text: with or
/// without an offset, with whatever fraction. What is made here from a time has a fraction of six digits, or none where it would be zero.
/// Immutable. Two are equal when their texts are: <c>Z</c> and <c>+00:00</c> name one instant and are different values.
/// </summary>
public sealed class IsoDateTime : ITextValue<IsoDateTime>, IEquatable<IsoDateTime>
{
    private const int MostBytesOnStack = 128;

    private readonly TimeSpan _offset;

    /// <summary>Writes a time with the offset that it has, cut off to the microsecond: <c>2024-01-02T03:04:05.678900+05:30</c>.</summary>
    public IsoDateTime(DateTimeOffset time)
    {
        (Clock, _offset, HasZone) = (Microseconds(time.DateTime), time.Offset, true);
        Span<byte> text = stackalloc byte[IsoTime.MaxLength];
        Text = Encoding.ASCII.GetString(text[..IsoTime.FormatWithOffset(time, text)]);
    }

    /// <summary>
    /// Writes a time cut off to the microsecond: UTC with <c>+00:00</c>, local time with its offset, and a time of no kind without an offset
    /// (<c>2013-02-05T05:00:00</c>).
    /// </summary>
    public IsoDateTime(DateTime time)
        : this(new DateTimeOffset(time, time.Kind is DateTimeKind.Local ? TimeZoneInfo.Local.GetUtcOffset(time) : TimeSpan.Zero))
    {
        if (time.Kind is DateTimeKind.Unspecified)
        {
            HasZone = false;
            Text = Text[..^"+00:00".Length];
        }
    }

    private IsoDateTime(string text, DateTime clock, TimeSpan offset, bool hasZone) => (Text, Clock, _offset, HasZone) = (text, clock, offset, hasZone);

    /// <inheritdoc />
    public string Text { get; }

    /// <summary>Whether the text says which instant it is; without an offset only the reader's place would.</summary>
    public bool HasZone { get; }

    /// <summary>The date and time on the clock, without regard to the offset. Its kind is <see cref="DateTimeKind.Unspecified"/>.</summary>
    public DateTime Clock { get; }

    /// <summary>The instant, to the microsecond, with the offset of the text; in UTC where .NET has no such offset, as it has none with seconds.</summary>
    /// <exception cref="InvalidOperationException">The text has no offset.</exception>
    /// <exception cref="ArgumentOutOfRangeException">In UTC the year would be before 1 or after 9999.</exception>
    public DateTimeOffset ToDateTimeOffset()
    {
        if (!HasZone)
        {
            throw new InvalidOperationException(
                "This date and time has no offset, so that it names no instant. Ask HasZone, or give Clock the offset that it means.");
        }

        return IsoTime.TryInstant(Clock, _offset, out var time) ? time : new DateTimeOffset(Clock - _offset, TimeSpan.Zero);
    }

    /// <summary>Reads what Python's <c>fromisoformat</c> reads since 3.11; everything else is false.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out IsoDateTime value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = null;
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = length <= MostBytesOnStack ? stackalloc byte[length] : new byte[length];
        if (!IsoTime.TryParse(bytes[..Encoding.UTF8.GetBytes(text, bytes)], out var clock, out var offset, out var zoned))
        {
            return false;
        }

        value = new IsoDateTime(text, clock, offset, zoned);
        return true;
    }

    /// <summary>Reads what Python's <c>fromisoformat</c> reads since 3.11.</summary>
    /// <exception cref="FormatException">The text is no date and time.</exception>
    public static IsoDateTime Parse(string text) => TryParse(text, out var value)
        ? value
        : throw new FormatException("The text is no ISO 8601 date and time. Write it as 2024-01-02T03:04:05+00:00, with a fraction of six digits or none.");

    /// <summary>The text of a time, with its offset.</summary>
    public static implicit operator IsoDateTime(DateTimeOffset time) => new(time);

    /// <summary>Whether both have the same text.</summary>
    public static bool operator ==(IsoDateTime? left, IsoDateTime? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether their texts differ.</summary>
    public static bool operator !=(IsoDateTime? left, IsoDateTime? right) => !(left == right);

    /// <inheritdoc />
    public bool Equals(IsoDateTime? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as IsoDateTime);

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    private static DateTime Microseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
