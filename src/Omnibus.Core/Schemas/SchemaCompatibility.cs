namespace Omnibus.Schemas;

/// <summary>Whether a reader can read what a writer wrote, by the resolution rules of Avro, and if not, which fields are in the way.</summary>
internal sealed class SchemaCompatibility
{
    private readonly HashSet<(AvroType Writer, AvroType Reader)> _seen = [];
    private readonly List<SchemaProblem> _problems = [];

    private SchemaCompatibility()
    {
    }

    /// <summary>What is in the way; empty where nothing is.</summary>
    public static IReadOnlyList<SchemaProblem> Check(AvroType writer, AvroType reader)
    {
        var check = new SchemaCompatibility();
        check.Compare(writer, reader, "");
        return check._problems;
    }

    private void Compare(AvroType writer, AvroType reader, string path)
    {
        if (writer.Kind == AvroKind.Union)
        {
            // A branch that the reader lacks matters only where a value is of it: one that fits is enough to go on.
            if (!writer.Branches.Any(branch => Fits(branch, reader)))
            {
                _problems.Add(new(path, $"The writer has {Named(writer)} here, the reader {Named(reader)}."));
            }
        }
        else if (reader.Kind == AvroKind.Union)
        {
            if (!reader.Branches.Any(branch => Fits(writer, branch)))
            {
                _problems.Add(new(path, $"The writer has {Named(writer)} here, none of the reader's {Named(reader)}."));
            }
        }
        else if (!IsSame(writer, reader))
        {
            _problems.Add(new(path, $"The writer has {Named(writer)} here, the reader {Named(reader)}."));
        }
        else if (_seen.Add((writer, reader)))
        {
            CompareInside(writer, reader, path);
        }
    }

    private void CompareInside(AvroType writer, AvroType reader, string path)
    {
        if (reader.Kind is AvroKind.Array or AvroKind.Map)
        {
            Compare(writer.Item!, reader.Item!, $"{path}[]");
        }

        foreach (var field in reader.Fields)
        {
            var inner = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (writer.Fields.FirstOrDefault(other => other.Name == field.Name || field.Aliases.Contains(other.Name)) is { } written)
            {
                Compare(written.Type, field.Type, inner);
            }
            else if (field.Default is null)
            {
                _problems.Add(new(inner, "The writer has no such field, and the reader has no default for it."));
            }
        }
    }

    private static bool Fits(AvroType writer, AvroType reader) => Check(writer, reader).Count == 0;

    private static bool IsSame(AvroType writer, AvroType reader) => (writer.Kind, reader.Kind) switch
    {
        (AvroKind.Int, AvroKind.Long or AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Long, AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Float, AvroKind.Double) => true,
        (AvroKind.String, AvroKind.Bytes) or (AvroKind.Bytes, AvroKind.String) => true,
        (AvroKind.Fixed, AvroKind.Fixed) => writer.Size == reader.Size && IsNamed(writer, reader),
        (AvroKind.Record or AvroKind.Enum, _) when writer.Kind == reader.Kind => IsNamed(writer, reader),
        _ => writer.Kind == reader.Kind,
    };

    private static bool IsNamed(AvroType writer, AvroType reader) => writer.Name == reader.Name || reader.Aliases.Contains(writer.Name);

    private static string Named(AvroType type) =>
        type.Kind == AvroKind.Union ? $"[{string.Join(", ", type.Branches.Select(branch => branch.Name))}]" : type.Name;
}

/// <summary>Why a reader cannot read a writer's data.</summary>
/// <param name="Path">The path of the field in the reader's schema; empty for the whole.</param>
/// <param name="Text">What is in the way.</param>
internal readonly record struct SchemaProblem(string Path, string Text);
