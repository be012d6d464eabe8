using Omnibus.Core.Tests.Encodings;

namespace Omnibus.Schemas.Tests;

public sealed class SchemaTests
{
    private readonly AvroEngine _avro = new();

    [Fact]
    public void Every_schema_of_the_catalogue_is_read_and_registered_as_Python_does()
    {
        using var catalogue = WireData.Read("catalogue.json");
        var events = catalogue.RootElement.EnumerateArray().Where(one => one.GetProperty("serializable").GetBoolean()).ToList();
        Assert.Equal(72, events.Count);
        Assert.All(events, one =>
        {
            var generated = one.GetProperty("schema").GetRawText();
            var registered = one.GetProperty("schema_string").GetString()!;
            Assert.Equal($"{one.GetProperty("event_type").GetString()}.CloudEvent", _avro.Parse(generated).Root.Name);
            Assert.Equal(registered, SchemaText.Registered(generated));
            Assert.Equal(_avro.Parse(generated).Mark, _avro.Parse(registered).Mark);
        });
    }

    [Theory]
    [InlineData("""{"type":"record","name":"A","namespace":"x-y.v1","doc":"d","fields":[{"name":"a","type":{"type":"string","logicalType":"uuid"},"default":""},{"name":"n","type":["null","A"],"default":null}]}""",
        """{"name":"x-y.v1.A","type":"record","fields":[{"name":"a","type":"string"},{"name":"n","type":["null","x-y.v1.A"]}]}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["a","b"],"aliases":["F"]}""", """{"name":"E","type":"enum","symbols":["a","b"]}""")]
    [InlineData("""{"name":"username","type":"string"}""", "\"string\"")]
    [InlineData("""{"type":"map","values":{"type":"fixed","name":"n.F","size":3}}""", """{"type":"map","values":{"name":"n.F","type":"fixed","size":3}}""")]
    public void A_schema_has_its_canonical_form(string schema, string canonical) => Assert.Equal(canonical, _avro.Parse(schema).Canonical);

    [Fact]
    public void A_mark_names_the_first_half_of_the_hash_of_the_canonical_form()
    {
        // printf '"string"' | sha256sum | head -c 32 | xxd -r -p | base64
        Assert.Equal("ni:///sha-256-128;6eXByeT2J3M50bzeBzOlmw", _avro.Parse("\"string\"").Mark);
    }

    [Theory]
    [InlineData("{", "", "The schema is no JSON")]
    [InlineData("'string'", "", "The schema is no JSON")]
    [InlineData("""{"type":"record","name":"A"}""", "", "fields")]
    [InlineData("\"strin\"", "", "no Avro schema")]
    [InlineData("3", "", "no Avro schema")]
    [InlineData("[]", "", "at least one type")]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"x","type":"nope"}]}""", "fields[0].type", "Undefined name: nope")]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"y","type":"int"},{"name":"x","type":["null","null"]}]}""", "fields[1].type[1]", "Duplicate type")]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"x","type":[]}]}""", "fields[0].type", "at least one type")]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"x","type":"int"},{"name":"x","type":"int"}]}""", "fields[1]", "duplicate")]
    [InlineData("""{"type":"array"}""", "", "items")]
    public void What_is_no_schema_is_refused_with_its_place(string text, string path, string problem)
    {
        var refused = Assert.Throws<EventDataException>(() => _avro.Parse(text));
        Assert.Equal(path, refused.FieldPath);
        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"int\"", "\"double\"", true)]
    [InlineData("\"double\"", "\"long\"", false)]
    [InlineData("\"string\"", "\"bytes\"", true)]
    [InlineData("""["null","string"]""", "\"string\"", true)]
    [InlineData("""["null","long"]""", "\"string\"", false)]
    [InlineData("\"string\"", """["null","string"]""", true)]
    [InlineData("""{"type":"array","items":"int"}""", """{"type":"array","items":"string"}""", false)]
    [InlineData("""{"type":"fixed","name":"F","size":2}""", """{"type":"fixed","name":"F","size":3}""", false)]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"old","type":"int"}]}""", """{"type":"record","name":"A","fields":[{"name":"new","aliases":["old"],"type":"int"}]}""", true)]
    [InlineData("""{"type":"record","name":"A","fields":[]}""", """{"type":"record","name":"B","fields":[]}""", false)]
    [InlineData("""{"type":"record","name":"A","fields":[{"name":"n","type":["null","A"]}]}""", """{"type":"record","name":"A","fields":[{"name":"n","type":["null","A"]}]}""", true)]
    public void A_reader_reads_what_the_rules_of_Avro_let_it_read(string writer, string reader, bool can)
    {
        var problems = SchemaCompatibility.Check(_avro.Parse(writer).Root, _avro.Parse(reader).Root);
        Assert.Equal(can, problems.Count == 0);
    }
}
