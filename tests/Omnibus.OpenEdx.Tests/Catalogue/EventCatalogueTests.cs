using System.Text.Json;
using Omnibus.OpenEdx.Tests.Shared;
using Omnibus.Schemas;

namespace Omnibus.OpenEdx.Tests.Catalogue;

/// <summary>The compiled events held against the catalogue of openedx-events.</summary>
public sealed class EventCatalogueTests
{
    private static readonly Dictionary<string, string> s_types = new()
    {
        ["datetime"] = nameof(IsoDateTime), ["UUID"] = nameof(Guid), ["CCXLocator"] = nameof(CcxLocator),
    };

    [Fact]
    public void Every_event_is_there_in_the_folder_of_its_subdomain()
    {
        var entries = SharedFiles.Read("catalogue.json").EnumerateArray().ToList();
        Assert.Equal(75, entries.Count);
        Assert.Equal(entries.Select(Type).Order(StringComparer.Ordinal), Definitions.All.Select(definition => definition.Type).Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.Equal(
            $"Omnibus.OpenEdx.{Plain(entry.GetProperty("subdomain"))}".ToUpperInvariant(), Definitions.Of(Type(entry)).ClrType.Namespace!.ToUpperInvariant()));
    }

    [Fact]
    public void The_events_that_do_not_serialize_are_in_process_only_and_no_others()
    {
        Assert.Equal(72, Definitions.Travelling.Count);
        Assert.All(SharedFiles.Read("catalogue.json").EnumerateArray(), entry =>
            Assert.Equal(entry.GetProperty("serializable").GetBoolean(), !Definitions.Of(Type(entry)).InProcessOnly));
    }

    [Fact]
    public void Schemas_are_those_of_Python_token_by_token_and_as_registered_character_by_character()
    {
        foreach (var entry in SharedFiles.Read("catalogue.json").EnumerateArray().Where(entry => entry.GetProperty("serializable").GetBoolean()))
        {
            var text = Definitions.Of(Type(entry)).Schema!.Text;
            Assert.Equal(Tokens(JsonSerializer.Serialize(entry.GetProperty("schema"))), Tokens(text));
            Assert.Equal(entry.GetProperty("schema_string").GetString(), SchemaText.Registered(text));
        }
    }

    [Fact]
    public void Keys_are_those_of_the_catalogue_and_a_path_that_is_not_in_the_event_is_no_key()
    {
        var broken = 0;
        foreach (var entry in SharedFiles.Read("catalogue.json").EnumerateArray())
        {
            var definition = Definitions.Of(Type(entry));
            var path = entry.GetProperty("event_key_field").GetString();
            if (path is not null && !entry.GetProperty("key_path_exists").GetBoolean())
            {
                broken++;
                Assert.Null(definition.Key);
                Assert.DoesNotContain(path, definition.KeyPaths);
                continue;
            }

            Assert.Equal(path, definition.Key);
            Assert.True(path is null || definition.KeyTypeAt(path) == "string", $"{definition.Type} has a key that is no text.");
        }

        Assert.Equal(4, broken);
    }

    [Fact]
    public void Fields_that_are_more_than_text_in_Python_are_so_here()
    {
        var seen = new HashSet<string>();
        foreach (var entry in SharedFiles.Read("catalogue.json").EnumerateArray().Where(entry => entry.GetProperty("serializable").GetBoolean()))
        {
            foreach (var record in entry.GetProperty("python_types").EnumerateObject())
            {
                foreach (var field in record.Value.EnumerateObject())
                {
                    var python = field.Value.GetString()!;
                    seen.Add(python);
                    var members = Records(Definitions.Of(Type(entry)).ClrType).Where(type => string.Equals(type.Name, record.Name, StringComparison.OrdinalIgnoreCase))
                        .SelectMany(type => type.GetProperties())
                        .Where(member => member.Name.Equals(Plain(field.Name), StringComparison.OrdinalIgnoreCase));
                    var type = Assert.Single(members).PropertyType;
                    Assert.Equal(s_types.GetValueOrDefault(python, python), (Nullable.GetUnderlyingType(type) ?? type).Name);
                }
            }
        }

        Assert.Equal(9, seen.Count);
    }

    [Fact]
    public void Topics_are_those_that_the_wire_data_use()
    {
        foreach (var vector in SharedFiles.Vectors().Select(row => SharedFiles.Vector(row.Data)).Where(vector => vector.TryGetProperty("kafka", out _)))
        {
            Assert.Equal(vector.GetProperty("topic").GetString(), Definitions.Of(Type(vector)).Topic);
        }

        Assert.All(Definitions.Travelling, definition => Assert.NotNull(definition.Topic));
    }

    private static string Type(JsonElement entry) => entry.GetProperty("event_type").GetString()!;

    private static string Plain(JsonElement text) => Plain(text.GetString()!);

    private static string Plain(string text) => text.Replace("_", "", StringComparison.Ordinal);

    /// <summary>A record and those in it.</summary>
    private static HashSet<Type> Records(Type root)
    {
        var found = new HashSet<Type>();
        var open = new Stack<Type>([root]);
        while (open.TryPop(out var type))
        {
            if (found.Add(type))
            {
                foreach (var inner in type.GetProperties().Select(member => member.PropertyType).SelectMany(inner => inner.GenericTypeArguments.Append(inner))
                    .Where(inner => inner.Namespace!.StartsWith("Omnibus.OpenEdx.", StringComparison.Ordinal)))
                {
                    open.Push(inner);
                }
            }
        }

        return found;
    }

    private static List<string> Tokens(string json)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        var tokens = new List<string>();
        while (reader.Read())
        {
            tokens.Add($"{reader.TokenType} {System.Text.Encoding.UTF8.GetString(reader.ValueSpan)}");
        }

        return tokens;
    }
}
