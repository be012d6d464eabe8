using System.Text;
using CsCheck;
using Omnibus.Encodings;

namespace Omnibus.Core.Tests.Encodings;

public sealed class IsoTimeTests
{
    [Theory]
    [InlineData("2024-05-01T12:34:56.123456+00:00")]
    [InlineData("2024-05-01T12:34:56.123456Z")]
    [InlineData("2024-05-01T12:34:56.1234569Z")]
    [InlineData("2024-05-01T12:34:56,123456-00:00")]
    [InlineData("2024-05-01 12:34:56.123456+0000")]
    [InlineData("2024-05-01é12:34:56.123456+00")]
    [InlineData("20240501T123456.123456Z")]
    [InlineData("2024-W18-3T12:34:56.123456+00:00:00")]
    [InlineData("2024W183T123456.123456Z")]
    [InlineData("2024-05-01T14:34:56.123456+02:00")]
    [InlineData("2024-05-01T07:04:56.123456-05:30")]
    public void Every_form_of_a_time_is_read(string text)
    {
        Assert.True(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out var time, out var zoned));
        Assert.True(zoned);
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 12, 34, 56, TimeSpan.Zero).AddMicroseconds(123456), time);
    }

    [Theory]
    [InlineData("2024-05-01T12Z", "2024-05-01T12:00:00+00:00")]
    [InlineData("2024-05-01T12:34Z", "2024-05-01T12:34:00+00:00")]
    [InlineData("2024-05-01T12:34:56.5Z", "2024-05-01T12:34:56.500000+00:00")]
    [InlineData("2024-W18T00Z", "2024-04-29T00:00:00+00:00")]
    [InlineData("2024W18T00Z", "2024-04-29T00:00:00+00:00")]
    [InlineData("2024-02-29T23:59:59.999999Z", "2024-02-29T23:59:59.999999+00:00")]
    public void Missing_parts_are_zero(string text, string full)
    {
        Assert.True(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out var time, out _));
        Assert.Equal(full, Utc(time));
    }

    [Theory]
    [InlineData("2024-05-01")]
    [InlineData("2024-05-01T12:34:56")]
    public void A_time_without_offset_says_so(string text)
    {
        Assert.True(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out _, out var zoned));
        Assert.False(zoned);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-13-01T00:00Z")]
    [InlineData("2023-02-29T00:00Z")]
    [InlineData("2024-05-01T24:00Z")]
    [InlineData("2024-05-01T12:60Z")]
    [InlineData("2024-05-01T12:3456Z")]
    [InlineData("2024-05-01T1234:56Z")]
    [InlineData("2024-05-01T12:34:56z")]
    [InlineData("2024-05-01T12:34:56Z ")]
    [InlineData("2024-05-01TZ")]
    [InlineData("2024-0501T12Z")]
    [InlineData("2024-W53-1T12Z")]
    [InlineData("2024-05-01T12:34:56.12x+00:00")]
    [InlineData("0000-05-01T12:34:56Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-W52-6T00Z")]
    [InlineData("2024-05-01T12:34:56+00:00:30")]
    public void Anything_else_is_refused(string text) => Assert.False(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void A_time_is_read_as_it_was_written_to_the_microsecond() =>
        Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Int[-14 * 60, 14 * 60]).Sample((ticks, minutes) =>
        {
            var offset = TimeSpan.FromMinutes(minutes);
            if (ticks - offset.Ticks < 0 || ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            {
                return;
            }

            var time = new DateTimeOffset(ticks, offset);
            var whole = time.AddTicks(-(ticks % TimeSpan.TicksPerMicrosecond));
            Span<byte> text = stackalloc byte[IsoTime.MaxLength];

            Assert.True(IsoTime.TryParse(text[..IsoTime.FormatWithOffset(time, text)], out var read, out var zoned) && zoned);
            Assert.True(read.EqualsExact(whole));
            Assert.True(IsoTime.TryParse(text[..IsoTime.FormatUtc(time, text)], out read, out _));
            Assert.True(read.EqualsExact(whole.ToUniversalTime()));
        });

    private static string Utc(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[IsoTime.MaxLength];
        return Encoding.UTF8.GetString(text[..IsoTime.FormatUtc(time, text)]);
    }
}
