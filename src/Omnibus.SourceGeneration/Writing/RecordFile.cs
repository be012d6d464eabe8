using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Writing;

/// <summary>The file of a record that events hold: a class for each encoding.</summary>
internal static class RecordFile
{
    public static string NameOf(RecordModel record) => $"{(record.Namespace.Length == 0 ? "" : record.Namespace + ".")}{record.Codec}.Codecs.g.cs";

    public static string Write(RecordModel record)
    {
        var code = new CodeWriter().Header().Namespace(record.Namespace);
        Class(code, record, Encodings.Avro, RecordCode.WriteAvro, RecordCode.ReadAvro);
        code.Line();
        Class(code, record, Encodings.Json, RecordCode.WriteJson, RecordCode.ReadJson, RecordCode.JsonFields(record));
        return code.ToString();
    }

    private static void Class(
        CodeWriter code, RecordModel record, Encodings encoding, Action<CodeWriter, RecordModel> write, Action<CodeWriter, RecordModel> read, string? fields = null)
    {
        code.Attribute().Open($"internal static class {record.Codec}{encoding.Name}");
        if (fields is not null)
        {
            code.Line(fields).Line();
        }

        code.Open($"public static void Write({encoding.WriterParameter}, {record.Name}? value)");
        write(code, record);
        code.Close().Line().Open($"public static {record.Name} Read({encoding.ReaderParameter})");
        read(code, record);
        code.Close().Close();
    }
}
