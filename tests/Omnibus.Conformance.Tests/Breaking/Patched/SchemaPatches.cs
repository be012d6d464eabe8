using System.Collections.Concurrent;
using Omnibus.Conformance.Tests.Healthy;
using Omnibus.Drivers;
using static Omnibus.Conformance.Tests.Breaking.Patched.PatchedTransport;

namespace Omnibus.Conformance.Tests.Breaking.Patched;

/// <summary>Drivers that keep schemas wrongly.</summary>
internal static class SchemaPatches
{
    public static IReadOnlyDictionary<string, BrokenDriver> All { get; } = new Dictionary<string, BrokenDriver>
    {
        ["MarksAnew"] = MarksAnew(),
        ["KeepsSchemasToItself"] = KeepsSchemasToItself(),
        ["FindsSomeSchema"] = Driver("A mark that nobody made finds no schema", new() { FindSchema = (_, _, schema) => schema ?? "\"string\"" }),
        ["LosesSchemasOfOneMoment"] = LosesSchemasOfOneMoment(),
        ["ListsSchemasBackwards"] = Driver(
            "The schemas of a topic are listed in the order in which they came", new() { ListSchemas = schemas => [.. schemas.Reverse()] }),
        [nameof(ForgetsSchemas)] = new(
            (memory, cable) => new ForgetsSchemas(memory, cable), "Schemas that are declared durable survive the closing of every connection")
        {
            Declare = info => info with { Durable = true },
            KeepsStore = true,
        },
    };

    /// <summary>Gives a schema a further mark when it comes again over the connection that it came over.</summary>
    private static BrokenDriver MarksAnew()
    {
        var seen = new ConcurrentDictionary<(HealthyTransport, string), int>();
        return Driver("A schema that is registered again has the mark that it had, over any connection", new()
        {
            RegisterSchema = async (transport, schema) =>
            {
                var mark = await transport.RegisterAsync(schema, CancellationToken.None);
                var times = seen.AddOrUpdate((transport, schema.Text), 1, (_, before) => before + 1);
                return times == 2 && schema.Text.Contains("added_1", StringComparison.Ordinal) ? mark with { Text = mark.Text + "2" } : mark;
            },
        });
    }

    private static BrokenDriver KeepsSchemasToItself()
    {
        var asked = new ConcurrentDictionary<SchemaMark, HealthyTransport>();
        return Driver("A schema is kept once, and found by its mark over any connection", new()
        {
            FindSchema = (transport, mark, schema) => schema is not null && asked.IsEmpty && asked.TryAdd(mark, transport) ? null : schema,
        });
    }

    /// <summary>Keeps few of what comes over many connections, as a store that writes back a list that others have changed meanwhile.</summary>
    private static BrokenDriver LosesSchemasOfOneMoment()
    {
        var connections = new ConcurrentDictionary<string, ConcurrentDictionary<HealthyTransport, byte>>();
        return Driver("Schemas that are registered at the same moment are all kept", new()
        {
            RegisterSchema = (transport, schema) =>
            {
                var known = connections.GetOrAdd(schema.Topic, _ => new());
                known.TryAdd(transport, 0);
                return known.Count > 3 ? new(new SchemaMark(null, schema.Fingerprint)) : transport.RegisterAsync(schema, CancellationToken.None);
            },
        });
    }

    /// <summary>Keeps records, and forgets schemas once every connection is closed.</summary>
    private sealed class ForgetsSchemas(ITransport inner, Cable cable) : HealthyTransport(inner, cable)
    {
        private static readonly ConcurrentDictionary<string, byte> s_forgotten = new();

        private readonly List<string> _registered = [];

        public override ValueTask<SchemaMark> RegisterAsync(SchemaRegistration schema, CancellationToken cancellationToken)
        {
            _registered.Add(schema.Fingerprint);
            s_forgotten.TryRemove(schema.Fingerprint, out _);
            return base.RegisterAsync(schema, cancellationToken);
        }

        public override async ValueTask<string?> GetAsync(SchemaMark mark, CancellationToken cancellationToken) =>
            s_forgotten.ContainsKey(mark.Text!) ? null : await base.GetAsync(mark, cancellationToken);

        public override ValueTask DisposeAsync()
        {
            foreach (var schema in _registered)
            {
                s_forgotten.TryAdd(schema, 0);
            }

            return base.DisposeAsync();
        }
    }
}
