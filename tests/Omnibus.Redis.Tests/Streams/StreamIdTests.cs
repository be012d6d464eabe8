using System.Text;
using CsCheck;
using Omnibus.Drivers;
using Omnibus.Redis.Streams;

namespace Omnibus.Redis.Tests.Streams;

public sealed class StreamIdTests
{
    private static readonly Gen<ulong> s_number = Gen.OneOf(Gen.ULong, Gen.ULong[0, 3], Gen.Const(ulong.MaxValue));
    private static readonly Gen<StreamId> s_id = Gen.Select(s_number, s_number, (milliseconds, sequence) => new StreamId(milliseconds, sequence));

    [Fact]
    public void Text_reads_back_as_the_same_id() => s_id.Sample(id =>
    {
        var bytes = new byte[StreamId.MaxLength];
        var text = bytes.AsSpan(0, id.Format(bytes));
        return Encoding.ASCII.GetString(text) == id.ToString() && StreamId.Parse(text) == id && StreamId.Parse(id.ToString()) == id;
    });

    [Fact]
    public void The_place_behind_an_id_is_read_behind_that_id() => s_id.Sample(id => StreamId.Before(id.Behind) == id);

    [Fact]
    public void The_place_of_an_id_is_read_behind_an_earlier_one() =>
        s_id.Sample(id => id == StreamId.Zero ? StreamId.Before(id.Position) == id : StreamId.Before(id.Position) < id);

    [Fact]
    public void Reading_behind_the_id_before_a_place_leaves_nothing_between_out() =>
        Gen.Select(s_id, s_id).Sample((id, other) => other <= StreamId.Before(id.Position) || other >= id || id == StreamId.Zero);

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("1-2-3")]
    [InlineData("1-2 ")]
    [InlineData("18446744073709551616-0")]
    public void What_is_no_id_is_refused(string text) => Assert.Throws<FormatException>(() => StreamId.Parse(text));

    [Fact]
    public void Positions_keep_the_order_of_ids() =>
        Gen.Select(s_id, s_id).Sample((left, right) => left < right == left.Position < right.Position && left.Position <= left.Behind);

    [Fact]
    public void A_place_inside_an_entry_is_read_behind_that_entry() =>
        Assert.Equal(new StreamId(7, 3), StreamId.Before(new Position(7, 3, 1)));
}
