using Omnibus.Conformance.Running;
using Omnibus.Drivers;

namespace Omnibus.Conformance.Cases.Driver;

/// <summary>Schemas of writers are kept where readers find them.</summary>
internal static class SchemaCases
{
    private const string Record = "conformance.CloudEvent";

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseFamily("Schemas")
        .Add("A schema that is registered again has the mark that it had, over any connection", Needs.Ability<ISchemaStore>(), MarksOnceAsync)
        .Add("A schema is kept once, and found by its mark over any connection", Needs.Ability<ISchemaStore>(), KeepsAsync)
        .Add("A mark that nobody made finds no schema", Needs.Ability<ISchemaStore>(), KnowsNoStrangerAsync)
        .Add("Schemas that are registered at the same moment are all kept", Needs.Ability<ISchemaStore>(), KeepsAllAsync)
        .Add("The schemas of a topic are listed in the order in which they came", Needs.Ability<ISchemaStore>(), ListsAsync)
        .Add(
            "Schemas that are declared durable survive the closing of every connection", Needs.All(Needs.Ability<ISchemaStore>(), Needs.Durability), AreDurableAsync)
        .Cases;

    private static async Task MarksOnceAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var (store, other) = ((ISchemaStore)run.Transport, (ISchemaStore)run.Open());
        var mark = await store.RegisterAsync(New(topic, 1), run.Stop).ConfigureAwait(false);
        Check.Equal(
            run.Transport.Wire.SchemaMark == SchemaMarkPlace.Attribute,
            mark is { Text: not null, Number: null },
            $"Whether the mark ({mark}) is a text, against the wire format that says {run.Transport.Wire.SchemaMark}");
        Check.Equal(mark, await store.RegisterAsync(New(topic, 1), run.Stop).ConfigureAwait(false), "The mark of the same schema");
        Check.Equal(mark, await other.RegisterAsync(New(topic, 1), run.Stop).ConfigureAwait(false), "The mark of the same schema over another connection");
    }

    private static async Task KeepsAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var (store, other) = ((ISchemaStore)run.Transport, (ISchemaStore)run.Open());
        var (one, two) = (New(topic, 1), New(topic, 2));
        var first = await store.RegisterAsync(one, run.Stop).ConfigureAwait(false);
        var second = await other.RegisterAsync(two, run.Stop).ConfigureAwait(false);
        Check.That(second != first, "Two schemas got one mark.");
        Check.Equal(one.Text, await other.GetAsync(first, run.Stop).ConfigureAwait(false), "The schema of the first mark");
        Check.Equal(two.Text, await store.GetAsync(second, run.Stop).ConfigureAwait(false), "The schema of the second mark");
    }

    private static async Task KnowsNoStrangerAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var store = (ISchemaStore)run.Transport;
        var mark = await store.RegisterAsync(New(topic, 1), run.Stop).ConfigureAwait(false);
        var strange = mark.Text is null ? new SchemaMark(int.MaxValue, null) : new SchemaMark(null, "ni:///sha-256-128;AAAAAAAAAAAAAAAAAAAAAA");
        Check.Equal(null, await store.GetAsync(strange, run.Stop).ConfigureAwait(false), "The schema of a mark that nobody made");
    }

    private static async Task KeepsAllAsync(ConformanceRun run)
    {
        const int Count = 6;
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var stores = Enumerable.Range(0, Count).Select(_ => (ISchemaStore)run.Open()).ToList();
        var schemas = Enumerable.Range(0, Count).Select(number => New(topic, number)).ToList();
        var marks = await run.WithinAsync(
            Task.WhenAll(stores.Zip(schemas, (store, schema) => Task.Run(() => store.RegisterAsync(schema, run.Stop).AsTask()))),
            $"Registering {Count} schemas at the same moment").ConfigureAwait(false);
        var found = await stores[0].ListSchemasAsync(topic, run.Stop).ConfigureAwait(false);
        Check.SameMembers(marks, found.Select(schema => schema.Mark), "The marks of the topic");
        foreach (var (mark, schema) in marks.Zip(schemas))
        {
            Check.Equal(schema.Text, await stores[0].GetAsync(mark, run.Stop).ConfigureAwait(false), "The schema of a mark");
        }
    }

    private static async Task ListsAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var (store, other) = ((ISchemaStore)run.Transport, (ISchemaStore)run.Open());
        var marks = new List<SchemaMark>();
        foreach (var number in (int[])[1, 2, 3])
        {
            marks.Add(await store.RegisterAsync(New(topic, number), run.Stop).ConfigureAwait(false));
        }

        await store.RegisterAsync(New(topic, 1), run.Stop).ConfigureAwait(false);
        await store.RegisterAsync(New($"{topic}-2", 4), run.Stop).ConfigureAwait(false);
        var listed = await other.ListSchemasAsync(topic, run.Stop).ConfigureAwait(false);
        Check.Sequence(marks.Select(mark => new TopicSchema(SchemaRole.Value, Record, mark)), listed, "The schemas of a topic");
    }

    private static async Task AreDurableAsync(ConformanceRun run)
    {
        var topic = await run.NewTopicAsync().ConfigureAwait(false);
        var schema = New(topic, 1);
        var mark = await ((ISchemaStore)run.Transport).RegisterAsync(schema, run.Stop).ConfigureAwait(false);
        await run.CloseAllAsync().ConfigureAwait(false);
        var store = (ISchemaStore)run.Open();
        Check.Equal(schema.Text, await store.GetAsync(mark, run.Stop).ConfigureAwait(false), "The schema of a mark that was made before");
        Check.Equal(mark, await store.RegisterAsync(schema, run.Stop).ConfigureAwait(false), "The mark of a schema that was registered before");
    }

    /// <summary>A version of one record: each can read what the one before it wrote, so that a registry takes them all, in any order.</summary>
    private static SchemaRegistration New(string topic, int number)
    {
        var text = $$"""{"fields": [{"name": "id", "type": "string"}, {"default": null, "name": "added_{{number}}", "type": ["null", "long"]}], "name": "CloudEvent", "namespace": "conformance", "type": "record"}""";
        return new SchemaRegistration(topic, SchemaRole.Value, Record, text, SchemaMark.Of(text).Text!);
    }
}
