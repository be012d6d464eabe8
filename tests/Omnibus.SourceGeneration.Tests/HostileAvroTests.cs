namespace Omnibus.SourceGeneration.Tests;

/// <summary>Bytes that are no such event are refused, with the path of the field and what is wrong with it.</summary>
public sealed class HostileAvroTests
{
    private const string Head = "00" + "00" + "00" + "00"; // number, note, entries, by_name
    private const string Id = "48" + "30303030303030302d303030302d303030302d303030302d303030303030303030303030";
    private const string At = "32" + "323032342d30352d30315431323a33343a35362b30303a3030"; // 2024-05-01T12:34:56+00:00
    private const string Whole = Head + "00" + Id + At + "00" + "00" + "0000000000000000";

    [Theory]
    [InlineData("", "number", "ends too early")]
    [InlineData("80", "number", "ends too early")]
    [InlineData("8080808080808080807f", "number", "out of the range of 64-bit")]
    [InlineData("80808080808080808002", "number", "out of the range of 64-bit")]
    [InlineData("8080808080808080808000", "number", "out of the range of 64-bit")]
    [InlineData("0004", "note", "no such branch")]
    [InlineData("0001", "note", "no such branch")]
    [InlineData("00fe", "note", "ends too early")]
    [InlineData("000201", "note", "length is negative")]
    [InlineData("0002feffffffffffffffff01", "note", "ends too early")]
    [InlineData("0002ffffffffffffffffff01", "note", "length is negative")]
    [InlineData("000202", "note", "ends too early")]
    [InlineData("000202ff", "note", "not UTF-8")]
    [InlineData("000206eda080", "note", "not UTF-8")] // half of a surrogate pair
    [InlineData("000204c080", "note", "not UTF-8")] // over-long
    [InlineData("0000feffffffffffffffff01", "entries", "More items are announced")]
    [InlineData("0000ffffffffffffffffff0100", "entries", "More items are announced")]
    [InlineData("000001", "entries", "ends too early")]
    [InlineData("00000101", "entries", "size of the block")]
    [InlineData("0000017e", "entries", "size of the block")]
    [InlineData("000002", "entries", "More items are announced")]
    [InlineData("00000203", "entries[0].name", "length is negative")]
    [InlineData("0000020261", "entries[0].truth", "ends too early")]
    [InlineData("000004026101026201", "entries", "ends too early")] // the end of the list is missing
    [InlineData("0000040261010264", "entries[1].truth", "ends too early")]
    [InlineData("00000202610102026201", "entries", "ends too early")] // a second block
    [InlineData("00000002", "by_name", "More items are announced")]
    [InlineData("0000000202ff", "by_name", "not UTF-8")]
    [InlineData("00000002026b03", "by_name.k.name", "length is negative")]
    [InlineData("00000002026b0261", "by_name.k.truth", "ends too early")]
    [InlineData(Head + "8080808010", "small", "out of the range of 32-bit")]
    [InlineData(Head + "00" + "046162", "id", "A UUID is expected")]
    [InlineData(Head + "00" + Id + "26323032342d30352d30315431323a33343a3536", "at", "with its offset")]
    [InlineData(Head + "00" + Id + "00", "at", "with its offset")]
    [InlineData(Head + "00" + Id + At + "0241", "code", "is no Code")]
    [InlineData(Head + "00" + Id + At + "00" + "0401", "bytes", "ends too early")]
    [InlineData(Head + "00" + Id + At + "00" + "00" + "00000000000000", "last", "ends too early")]
    [InlineData(Whole + "00", "", "1 byte is left over")]
    [InlineData(Whole + "0000", "", "2 bytes are left over")]
    public void Bytes_that_are_no_such_event_are_refused_with_the_path_of_the_field(string hex, string path, string said)
    {
        var refused = Assert.Throws<EventDataException>(() => Coding.FromAvro<Hostile>(Convert.FromHexString(hex)));

        Assert.Equal(path, refused.FieldPath);
        Assert.Contains(said, refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_any_length_makes_no_message_of_any_length()
    {
        var key = "feff07" + string.Concat(Enumerable.Repeat("6b", 65535));
        var refused = Assert.Throws<EventDataException>(() => Coding.FromAvro<Hostile>(Convert.FromHexString("00000002" + key + "03")));

        Assert.Equal($"by_name.{new string('k', 64)}….name", refused.FieldPath);
    }

    [Fact]
    public void Every_shorter_beginning_of_an_event_is_refused()
    {
        var whole = Coding.Avro(Examples.Falsy);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<EventDataException>(() => Coding.FromAvro<Everything>(whole.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("04" + "0261" + "01" + "0262" + "00" + "00")] // one block
    [InlineData("03" + "0c" + "0261" + "01" + "0262" + "00" + "00")] // one block that says its size
    [InlineData("02" + "0261" + "01" + "01" + "06" + "0262" + "00" + "00")] // two blocks
    public void A_list_is_read_in_whatever_blocks_it_comes(string entries)
    {
        var read = Coding.FromAvro<Hostile>(Convert.FromHexString("0000" + entries + Whole[6..]));

        Assert.Equal([new Entry("a", true), new Entry("b", false)], read.Entries);
    }

    [Fact]
    public void A_map_is_read_in_whatever_blocks_it_comes_and_of_a_key_that_comes_again_the_last_value_counts()
    {
        var read = Coding.FromAvro<Hostile>(Convert.FromHexString("000000" + "02" + "026b" + "0261" + "01" + "03" + "10" + "026c" + "0262" + "00" + "026b" + "0263" + "00" + "00" + Whole[8..]));

        Assert.Equal(new Entry("c", false), read.ByName["k"]);
        Assert.Equal(["k", "l"], read.ByName.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Integers_with_more_bytes_than_they_need_are_read() =>
        Assert.Equal(-1, Coding.FromAvro<Hostile>(Convert.FromHexString("81808080808080808000" + Whole[2..])).Number);

    [Fact]
    public void What_cannot_be_written_is_refused_with_its_path_and_leaves_the_buffer_as_it_was()
    {
        var good = Coding.FromAvro<Hostile>(Convert.FromHexString(Whole));
        Refused("note", good with { Note = "a\uD800" });
        Refused("entries", good with { Entries = null! });
        Refused("entries[1].name", good with { Entries = [new Entry("a", true), null!] });
        Refused("entries[0].name", good with { Entries = [new Entry(null!, true)] });
        Refused("by_name.k.name", good with { ByName = new Dictionary<string, Entry> { ["k"] = new Entry("\uDC00", true) } });
        Refused("by_name", good with { ByName = new Dictionary<string, Entry> { ["\uDC00"] = new Entry("", true) } });
        Refused("code", good with { Code = default });
        Refused("bytes", good with { Bytes = null! });

        static void Refused(string path, Hostile @event)
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            var refused = Assert.Throws<EventDataException>(() => Hostile.Definition.CodecFor(ContentTypes.Avro)!.Encode(@event, buffer));
            Assert.Equal(path, refused.FieldPath);
            Assert.Equal(0, buffer.WrittenCount);
        }
    }
}
