using System.Text.Json.Nodes;
using Omnibus.Commands;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>An assembly of somebody else, compiled against the packages: its events have schema, codec and the tool, and nothing of Omnibus knows them.</summary>
public sealed class ThirdPartyTests : IDisposable
{
    private const string Type = "com.acme.order.placed.v1";

    private const string Source = """
        namespace Acme.Orders;

        [Event("com.acme.order.placed.v1", Topic = "orders", Key = "customer.number")]
        public sealed partial record OrderPlaced(Customer Customer, IReadOnlyList<Line> Lines, Sku? Gift, bool Paid);

        public sealed record Customer(long Number, string Name);

        public sealed record Line(Sku Sku, int Count, double Price);

        public sealed record Sku(string Text) : ITextValue<Sku>
        {
            public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Sku value)
            {
                value = text.StartsWith("sku-") ? new Sku(text) : null;
                return value is not null;
            }
        }
        """;

    private const string Data = """{"customer":{"number":9223372036854775807,"name":"Ada"},"lines":[{"sku":"sku-1","count":0,"price":1.5}],"gift":null,"paid":false}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("omnibus-third-party-").FullName;

    [Fact]
    public async Task Its_events_are_published_checked_and_consumed_by_the_tool()
    {
        var events = Compile();

        var published = await ToolAsync("publish", "--events", events, "--type", Type, "--data", Data);
        var wrong = await ToolAsync("publish", "--events", events, "--type", Type, "--data", Data.Replace("sku-1", "1", StringComparison.Ordinal));
        var consumed = await ToolAsync("consume", "--events", events, "--topic", "orders", "--group", "g", "--count", "1", "--timeout", "40");

        Assert.Equal((ExitCode.Done, ""), (published.Code, published.Code == ExitCode.Done ? "" : published.Error));
        Assert.Equal(ExitCode.Input, wrong.Code);
        Assert.Contains("lines[0].sku", wrong.Error, StringComparison.Ordinal);
        var line = JsonNode.Parse(consumed.Output)!;
        Assert.Equal((Type, "orders", "9223372036854775807"), ((string)line["type"]!, (string)line["topic"]!, (string)line["partitionkey"]!));
        Assert.Equal(Data, line["data"]!.ToJsonString());
    }

    [Fact]
    public void Its_events_have_the_schema_of_their_declaration()
    {
        var made = Compiler.Generate(Source);
        var definition = ((EventCatalogue)Activator.CreateInstance(Compiler.Load(made.Compilation).GetType("Sample.Events.SampleEventCatalogue")!)!).Events.Single();

        Assert.Equal((Type, "long"), (definition.Type, definition.KeyTypeAt("customer.number")));
        Assert.EndsWith(
            """
            "fields":[{"name":"customer","type":{"name":"Customer","type":"record","fields":[{"name":"number","type":"long"},{"name":"name","type":"string"}]}},
            {"name":"lines","type":{"type":"array","items":{"name":"Line","type":"record","fields":[{"name":"sku","type":"string"},{"name":"count","type":"long"},{"name":"price","type":"double"}]}}},
            {"name":"gift","type":["null","string"],"default":null},{"name":"paid","type":"boolean"}],"namespace":"com.acme.order.placed.v1"}
            """.ReplaceLineEndings(""),
            definition.Schema!.Text,
            StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Compile()
    {
        var before = Compiler.Compile("Acme.Orders", Source);
        Compiler.Driver("Acme.Orders").RunGeneratorsAndUpdateCompilation(before, out var after, out _);
        var path = Path.Combine(_folder, "Acme.Orders.dll");
        using var file = File.Create(path);
        Assert.True(after.Emit(file, cancellationToken: TestContext.Current.CancellationToken).Success);
        return path;
    }

    private async Task<(int Code, string Output, string Error)> ToolAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await OmnibusTool.RunAsync(
            [.. args, "--set", $"Transports:sqlite:Path={Path.Combine(_folder, "bus.db")}"], output, error, TextReader.Null, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
