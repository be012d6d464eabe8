using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Tests.Configuration;

public sealed class StartPointReaderTests
{
    [Theory]
    [InlineData("earliest", StartKind.Earliest)]
    [InlineData("LATEST", StartKind.Latest)]
    [InlineData("2026-01-31", StartKind.Time)]
    [InlineData("1700000000000-3", StartKind.Position)]
    [InlineData("17.2", StartKind.Position)]
    public void A_start_is_a_word_a_time_or_a_position(string text, StartKind kind) => Assert.Equal(kind, StartPointReader.Read(text)!.Value.Kind);

    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T08:00", "2026-01-31T08:00:00Z")]
    [InlineData("2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z")]
    [InlineData("2026-01-31T08:00:00.25+02:00", "2026-01-31T06:00:00.25Z")]
    public void A_time_without_an_offset_is_UTC(string text, string time) =>
        Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), StartPointReader.Read(text)!.Value.Time);

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("31.01.2026")]
    [InlineData("2026-13-01")]
    [InlineData("-1")]
    public void Anything_else_is_no_start(string text) => Assert.Null(StartPointReader.Read(text));
}
