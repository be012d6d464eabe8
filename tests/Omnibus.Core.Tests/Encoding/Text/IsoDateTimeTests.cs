namespace Omnibus.Core.Tests.Encodings;

public sealed class IsoDateTimeTests
{
    [Theory]
    [InlineData("2024-01-02T03:04:05+00:00", true)]
    [InlineData("2024-01-02T03:04:05.678900+00:00", true)]
    [InlineData("2024-01-02T03:04:05+05:30", true)]
    [InlineData("2013-02-05T05:00:00", false)]
    [InlineData("2024-01-02T03:04:05Z", true)]
    [InlineData("2024-01-02T03:04:05.123Z", true)]
    [InlineData("2024-01-02 03:04:05.1234567-00:00", true)]
    [InlineData("20240102T030405", false)]
    [InlineData("2024-01-02", false)]
    public void A_text_is_kept(string text, bool hasZone)
    {
        var value = IsoDateTime.Parse(text);
        Assert.Equal(text, value.Text);
        Assert.Equal(text, value.ToString());
        Assert.Equal(hasZone, value.HasZone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-13-02T03:04:05")]
    [InlineData("2024-01-02T25:04:05")]
    [InlineData("2024-01-02T03:04:05+")]
    [InlineData("2024-01-02T03:04:05+24:00")]
    public void What_is_no_time_is_refused(string text)
    {
        Assert.False(IsoDateTime.TryParse(text, out _));
        var exception = Assert.Throws<FormatException>(() => IsoDateTime.Parse(text));
        Assert.Contains("2024-01-02T03:04:05+00:00", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "2024-01-02T03:04:05+00:00")]
    [InlineData(330, 6_789_000, "2024-01-02T03:04:05.678900+05:30")]
    [InlineData(-60, 9, "2024-01-02T03:04:05-01:00")]
    [InlineData(0, 10, "2024-01-02T03:04:05.000001+00:00")]
    public void A_time_is_written_with_six_digits_or_none(int minutes, int ticks, string text)
    {
        var time = new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(minutes)).AddTicks(ticks);
        Assert.Equal(text, new IsoDateTime(time).Text);
        Assert.Equal(time.AddTicks(-(ticks % 10)), IsoDateTime.Parse(text).ToDateTimeOffset());
    }

    [Theory]
    [InlineData("1883-11-18T12:00:00-04:56:02", "1883-11-18T16:56:02+00:00")]
    [InlineData("2024-01-02T03:04:05+23:59", "2024-01-01T03:05:05+00:00")]
    [InlineData("2024-01-02T03:04:05+05:30:15.500000", "2024-01-01T21:33:49.500000+00:00")]
    public void An_offset_that_dotnet_does_not_have_is_kept_and_its_instant_is_in_utc(string text, string instant)
    {
        var value = IsoDateTime.Parse(text);
        Assert.Equal((text, true), (value.Text, value.HasZone));
        Assert.Equal(instant, new IsoDateTime(value.ToDateTimeOffset()).Text);
    }

    [Fact]
    public void A_time_whose_year_in_utc_is_none_is_kept_and_has_no_instant()
    {
        var value = IsoDateTime.Parse("0001-01-01T00:00:00+01:00");
        Assert.Equal(DateTime.MinValue, value.Clock);
        Assert.Throws<ArgumentOutOfRangeException>(() => value.ToDateTimeOffset());
    }

    [Fact]
    public void A_date_and_time_of_no_kind_has_no_offset()
    {
        var clock = new DateTime(2013, 2, 5, 5, 0, 0);
        var value = new IsoDateTime(clock);
        Assert.Equal("2013-02-05T05:00:00", value.Text);
        Assert.Equal(clock, value.Clock);
        Assert.Throws<InvalidOperationException>(() => value.ToDateTimeOffset());
        Assert.Equal("2013-02-05T05:00:00+00:00", new IsoDateTime(DateTime.SpecifyKind(clock, DateTimeKind.Utc)).Text);
    }

    [Fact]
    public void Two_are_equal_when_their_texts_are()
    {
        Assert.Equal(IsoDateTime.Parse("2024-01-02T03:04:05Z"), IsoDateTime.Parse("2024-01-02T03:04:05Z"));
        Assert.True(IsoDateTime.Parse("2024-01-02T03:04:05Z") != IsoDateTime.Parse("2024-01-02T03:04:05+00:00"));
        Assert.Equal(
            IsoDateTime.Parse("2024-01-02T03:04:05Z").ToDateTimeOffset(), IsoDateTime.Parse("2024-01-02T03:04:05+00:00").ToDateTimeOffset());
    }
}
