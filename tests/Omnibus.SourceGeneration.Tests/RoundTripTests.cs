using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Avro.Generic;
using Avro.IO;
using CsCheck;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>What is written is what is read, in both encodings and from one into the other.</summary>
public sealed class RoundTripTests
{
    private static readonly Avro.Schema s_schema = Avro.Schema.Parse(Everything.Definition.Schema!.Text);

    [Fact]
    public void Any_event_comes_back_from_Avro_and_from_JSON_as_it_was() => Examples.All.Sample(
        @event =>
        {
            var (avro, json) = (Coding.Avro(@event), Coding.Json(@event));
            Assert.Equal(json, Coding.Json(Coding.FromAvro<Everything>(avro)));
            Assert.Equal(avro, Coding.Avro(Coding.FromJson<Everything>(json)));
        },
        iter: 500);

    [Fact]
    public void The_library_of_the_Avro_project_reads_any_event_by_its_schema_and_writes_the_same_bytes() => Examples.All.Sample(
        @event =>
        {
            // It keeps maps in the order of a hash table: only events whose maps have one entry at most are written the same.
            var one = @event with
            {
                Counts = @event.Counts.Take(1).ToDictionary(),
                PartsByName = @event.PartsByName.Take(1).ToDictionary(),
                Nested = [.. @event.Nested.Select(map => map.Take(1).ToDictionary())],
                MaybeFlags = @event.MaybeFlags?.Take(1).ToDictionary(),
            };
            var bytes = Coding.Avro(one);
            using var source = new MemoryStream(bytes);
            var record = new GenericDatumReader<GenericRecord>(s_schema, s_schema).Read(null!, new BinaryDecoder(source));
            Assert.Equal(source.Length, source.Position);

            using var target = new MemoryStream();
            new GenericDatumWriter<GenericRecord>(s_schema).Write(record, new BinaryEncoder(target));
            Assert.Equal(bytes, target.ToArray());
        },
        iter: 200);

    [Theory]
    [InlineData(ContentTypes.Avro)]
    [InlineData(ContentTypes.Json)]
    public void An_event_is_read_from_bytes_in_several_pieces(string contentType)
    {
        var codec = Everything.Definition.CodecFor(contentType)!;
        var bytes = new ArrayBufferWriter<byte>();
        codec.Encode(Examples.Falsy, bytes);
        var first = new Piece(bytes.WrittenMemory[..7], 0);
        var last = first.Add(bytes.WrittenMemory[7..20]).Add(bytes.WrittenMemory[20..]);

        Assert.Equal(Coding.Json(Examples.Falsy), Coding.Json(codec.Decode(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length))));
        Assert.Equal(Coding.Json(Examples.Falsy), Coding.Json(codec.Decode(new ReadOnlySequence<byte>(bytes.WrittenMemory))));
    }

    [Fact]
    public void Falsy_values_and_empty_lists_stay_and_are_not_null()
    {
        foreach (var back in (Everything[])[Coding.FromAvro<Everything>(Coding.Avro(Examples.Falsy)), Coding.FromJson<Everything>(Coding.Json(Examples.Falsy))])
        {
            Assert.Equal((false, 0, 0L, 0F, ""), (back.MaybeTruth, back.MaybeSmall, back.MaybeLarge, back.MaybeSingle, back.MaybeText));
            Assert.True(double.IsNegative(back.MaybeDouble!.Value));
            Assert.Equal((Guid.Empty, DateTimeOffset.MinValue, new Code(""), new Label("")), (back.MaybeId, back.MaybeAt, back.MaybeCode, back.MaybeLabel));
            Assert.Equal(0, back.MaybePart!.Weight);
            Assert.Empty(back.MaybeBytes!);
            Assert.Empty(back.MaybeNames!);
            Assert.Empty(back.MaybeFlags!);
            Assert.Equal(0, back.MaybeMemory!.Value.Length);
            Assert.True(back.MaybeNumbers is { IsDefault: false, IsEmpty: true });
        }
    }

    [Fact]
    public void What_is_missing_comes_back_as_null_and_JSON_may_leave_it_out()
    {
        var bare = new Everything(
            true, 1, 1, 1, 1, "t", [1], new byte[] { 1 }, Guid.NewGuid(), DateTimeOffset.UnixEpoch, new Part(new Code("c"), new Label("l"), "k"),
            ["n"], [], [1], [], new Dictionary<string, long>(), [], []);
        var json = Coding.Json(bare);
        var brief = System.Text.RegularExpressions.Regex.Replace(json, ",\"[a-z_]+\":null", "");
        Assert.DoesNotContain("null", brief, StringComparison.Ordinal);

        foreach (var back in (Everything[])[Coding.FromAvro<Everything>(Coding.Avro(bare)), Coding.FromJson<Everything>(json), Coding.FromJson<Everything>(brief)])
        {
            Assert.Equal(json, Coding.Json(back));
            Assert.Null(back.MaybeNumbers);
            Assert.Null(back.MaybeMemory);
            Assert.Null(back.MaybeCode);
        }
    }

    [Fact]
    public void Keys_of_maps_are_written_in_the_order_of_their_code_points()
    {
        var @event = Examples.Falsy with { Counts = new Dictionary<string, long> { ["\U0001F600"] = 3, ["\uFFFD"] = 2, ["b"] = 1, ["B"] = 0 } };
        Assert.Contains("\"counts\":{\"B\":0,\"b\":1,\"\uFFFD\":2,\"\U0001F600\":3}", Coding.Json(@event), StringComparison.Ordinal);
        Assert.Contains("0802420002620206efbfbd0408f09f98800600", Convert.ToHexStringLower(Coding.Avro(@event)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_limits_of_numbers_survive_both_encodings()
    {
        var @event = Examples.Falsy with
        {
            Small = int.MinValue,
            Large = long.MinValue,
            Single = float.NegativeInfinity,
            Double = double.NaN,
            MaybeSmall = int.MaxValue,
            MaybeLarge = long.MaxValue,
            MaybeSingle = float.Epsilon,
            MaybeDouble = double.MaxValue,
        };
        foreach (var back in (Everything[])[Coding.FromAvro<Everything>(Coding.Avro(@event)), Coding.FromJson<Everything>(Coding.Json(@event))])
        {
            Assert.Equal((int.MinValue, long.MinValue, float.NegativeInfinity), (back.Small, back.Large, back.Single));
            Assert.True(double.IsNaN(back.Double));
            Assert.Equal((int.MaxValue, long.MaxValue, float.Epsilon, double.MaxValue), (back.MaybeSmall, back.MaybeLarge, back.MaybeSingle, back.MaybeDouble));
        }
    }

    [Fact]
    public void The_mark_is_that_of_the_canonical_form()
    {
        var canonical = Avro.SchemaNormalization.ToParsingForm(s_schema);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(canonical)).AsSpan(0, 16);
        Assert.Equal("ni:///sha-256-128;" + System.Buffers.Text.Base64Url.EncodeToString(hash), Everything.Definition.Schema!.Mark);
    }

    [Fact]
    public void Keys_have_the_text_and_the_type_of_their_values()
    {
        var definition = Everything.Definition;
        var @event = Examples.Falsy with { Large = -5, Part = new Part(new Code("abc"), new Label("L"), "k"), MaybePart = null, Truth = true };

        Assert.Equal(("abc", "string"), (definition.KeyAt("part.code")!(@event), definition.KeyTypeAt("part.code")));
        Assert.Equal(("L", "string"), (definition.KeyAt("part.label")!(@event), definition.KeyTypeAt("part.label")));
        Assert.Equal(("-5", "long"), (definition.KeyAt("large")!(@event), definition.KeyTypeAt("large")));
        Assert.Equal(("true", "boolean"), (definition.KeyAt("truth")!(@event), definition.KeyTypeAt("truth")));
        Assert.Null(definition.KeyAt("maybe_part.code")!(@event));
        Assert.Null(definition.KeyAt("part.weight")!(@event));
        Assert.All((string[])["double", "bytes", "names", "counts", "parts.code", "part"], path => Assert.Null(definition.KeyAt(path)));
    }

    [Fact]
    public void The_catalogue_of_an_assembly_lists_its_events_in_the_order_of_their_types()
    {
        var named = ((EventCatalogueAttribute)Attribute.GetCustomAttribute(typeof(Everything).Assembly, typeof(EventCatalogueAttribute))!).Catalogue;
        var types = ((EventCatalogue)Activator.CreateInstance(named)!).Events.Select(one => one.Type).ToList();

        Assert.Contains("test.everything.v1", types);
        Assert.Equal(types.Order(StringComparer.Ordinal), types);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long before) => (Memory, RunningIndex) = (memory, before);

        public Piece Add(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
