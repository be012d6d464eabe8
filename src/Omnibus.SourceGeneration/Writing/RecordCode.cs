using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Writing;

/// <summary>The bodies of the methods that write and read a record.</summary>
internal static class RecordCode
{
    /// <summary>The fields as the core's JSON classes take them: those that may be null with a question mark.</summary>
    public static string JsonFields(RecordModel record) =>
        $"private static readonly global::Omnibus.JsonFields s_fields = new({string.Join(", ", record.Fields.Select(field => CodeWriter.Literal(field.Name + (field.IsOptional ? "?" : ""))))});";

    public static void WriteJson(CodeWriter code, RecordModel record)
    {
        code.Open("if (writer.BeginRecord(s_fields, value))");
        foreach (var field in record.Fields)
        {
            code.Line($"{Encodings.Json.Write(field.Type, JsonValue(field))};");
        }

        code.Line("writer.EndRecord();").Close();
    }

    public static void ReadJson(CodeWriter code, RecordModel record)
    {
        foreach (var field in record.Fields)
        {
            code.Line($"{field.FullType} {field.Local} = {(field.IsOptional ? "null" : "default!")};");
        }

        code.Line("var record = reader.BeginRecord(s_fields);").Open("while (reader.Next(ref record))");
        if (record.Fields.Count > 0)
        {
            code.Open("switch (record.Field)");
            foreach (var (field, index) in record.Fields.Select((field, index) => (field, index)))
            {
                var read = Encodings.Json.Read(field.Type);
                code.Line($"case {index}:").Indented(inner => inner
                    .Line($"{field.Local} = {(field.IsOptional ? $"reader.TryReadNull() ? {field.Null} : " : "")}{read};")
                    .Line("break;"));
            }

            code.Close();
        }

        code.Close().Line().Line(Construction(record));
    }

    public static void WriteAvro(CodeWriter code, RecordModel record)
    {
        code.Line("writer.Require(value);");
        foreach (var field in record.Fields)
        {
            var member = $"value.{field.Member}";
            if (!field.IsOptional)
            {
                code.Line($"{Encodings.Avro.Write(field.Type, Encodings.Value(field.Type, member))};");
                continue;
            }

            var value = Encodings.Value(field.Type, field.Type.IsValue ? $"{member}!.Value" : member);
            code.Open($"if (writer.WritePresence({member} is not null))")
                .Line($"{Encodings.Avro.Write(field.Type, value)};")
                .Close();
        }
    }

    public static void ReadAvro(CodeWriter code, RecordModel record)
    {
        foreach (var field in record.Fields)
        {
            var read = Encodings.Avro.Read(field.Type);
            code.Line($"{field.FullType} {field.Local} = {(field.IsOptional ? $"reader.ReadPresence() ? {read} : {field.Null}" : read)};");
        }

        code.Line(Construction(record));
    }

    private static string JsonValue(FieldModel field)
    {
        var member = $"value.{field.Member}";
        return field is { IsOptional: true, Type.Kind: FieldKind.ImmutableArray }
            ? $"{member}.HasValue ? {Encodings.Value(field.Type, $"{member}.Value")} : null"
            : Encodings.Value(field.Type, member);
    }

    private static string Construction(RecordModel record)
    {
        var arguments = record.Fields.Where(field => field.Argument >= 0).OrderBy(field => field.Argument).Select(field => field.Local);
        var initializers = record.Fields.Where(field => field.Argument < 0).Select(field => $"{field.Member} = {field.Local}").ToList();
        var call = $"return new {record.Name}({string.Join(", ", arguments)})";
        return initializers.Count == 0 ? call + ";" : $"{call} {{ {string.Join(", ", initializers)} }};";
    }
}
