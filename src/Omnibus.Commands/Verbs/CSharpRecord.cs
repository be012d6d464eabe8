using System.Globalization;
using System.Text;
using Omnibus.Commands.Running;
using Omnibus.Schemas;

namespace Omnibus.Commands.Verbs;

/// <summary>Writes the event type, in C#, that reads what a schema describes.</summary>
internal sealed class CSharpRecord
{
    private readonly Dictionary<string, AvroType> _written = new(StringComparer.Ordinal);
    private readonly List<string> _inner = [];

    /// <summary>The partial record of an event, and the records in it.</summary>
    /// <exception cref="ToolException">C# has no type for something in the schema.</exception>
    public static string Of(AvroSchema schema, string topic)
    {
        if (schema.Root.Kind != AvroKind.Record)
        {
            throw ToolException.Input($"The schema is {schema.Root.Name}: only a record is the data of an event.");
        }

        var type = ToolSchemas.TypeOf(schema.Root.Name);
        var writer = new CSharpRecord();
        var attribute = $"[Event(\"{type}\"{(topic == type ? "" : $", Topic = \"{topic}\"")})]";
        var outer = $"{attribute}{Environment.NewLine}public sealed partial record {NameOf(type)}({writer.Members(schema.Root, "")});";
        return string.Join(Environment.NewLine + Environment.NewLine, writer._inner.Prepend(outer)) + Environment.NewLine;
    }

    private string Members(AvroType record, string path) => string.Join(",", record.Fields.Select(field =>
    {
        var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
        var name = Pascal(field.Name);
        var attribute = Snake(name) == field.Name ? "" : $"[Field(\"{field.Name}\")] ";
        return $"{Environment.NewLine}    {attribute}{TypeOf(field.Type, at)} {name}";
    }));

    private string TypeOf(AvroType type, string path) => type.Kind switch
    {
        AvroKind.Boolean => "bool",
        AvroKind.Int or AvroKind.Long => "long",
        AvroKind.Float => "float",
        AvroKind.Double => "double",
        AvroKind.String => "string",
        AvroKind.Bytes => "byte[]",
        AvroKind.Array => $"IReadOnlyList<{TypeOf(type.Item!, path)}>",
        AvroKind.Map => $"IReadOnlyDictionary<string, {TypeOf(type.Item!, path)}>",
        AvroKind.Record => RecordOf(type, path),
        AvroKind.Union when type.IsOptional => TypeOf(type.Branches[1 - type.NullBranch], path) + "?",
        _ => throw ToolException.Input($"{path}: events in C# have no type for {type.Name}."),
    };

    private string RecordOf(AvroType type, string path)
    {
        if (_written.TryAdd(type.ShortName, type))
        {
            var place = _inner.Count;
            _inner.Add("");
            _inner[place] = $"public sealed record {type.ShortName}({Members(type, path)});";
        }
        else if (_written[type.ShortName] != type)
        {
            throw ToolException.Input($"{path}: two records of the schema are called {type.ShortName}.");
        }

        return type.ShortName;
    }

    /// <summary>The last words of an event's type, without its version.</summary>
    private static string NameOf(string type)
    {
        var words = type.Split('.').Where(word => !(word.Length > 1 && word[0] == 'v' && word[1..].All(char.IsAsciiDigit))).TakeLast(3);
        return string.Concat(words.Select(Pascal));
    }

    private static string Pascal(string name) => string.Concat(
        name.Split(['_', '-'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
