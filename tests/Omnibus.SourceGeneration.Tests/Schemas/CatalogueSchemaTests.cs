using System.Text.Json;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>Every public event of Open edX, declared from its schema: the generator gives that schema back.</summary>
public sealed class CatalogueSchemaTests
{
    [Fact]
    public void Each_schema_of_the_Open_edX_catalogue_comes_out_of_a_declaration_of_its_shape_token_by_token()
    {
        using var catalogue = SharedData.Read("catalogue.json");
        var schemas = catalogue.RootElement.EnumerateArray().Select(one => one.GetProperty("schema")).Where(schema => schema.ValueKind == JsonValueKind.Object).ToList();
        var made = Compiler.Generate(schemas.Select((schema, index) => Declaration.Of(schema, $"E{index}")));
        Assert.Empty(made.Complaints);

        var definitions = ((EventCatalogue)Activator.CreateInstance(
            Compiler.Load(made.Compilation).GetType("Sample.Events.SampleEventCatalogue", throwOnError: true)!)!).Events;

        Assert.Equal(72, schemas.Count);
        Assert.Equal(
            schemas.OrderBy(schema => schema.GetProperty("namespace").GetString(), StringComparer.Ordinal).Select(schema => JsonSerializer.Serialize(schema)),
            definitions.Select(definition => Reserialized(definition.Schema!.Text)));
    }

    // The text has no white space already; serializing it anew only makes sure that it is JSON.
    private static string Reserialized(string text)
    {
        using var schema = JsonDocument.Parse(text);
        var again = JsonSerializer.Serialize(schema.RootElement);
        Assert.Equal(again, text);
        return again;
    }
}
