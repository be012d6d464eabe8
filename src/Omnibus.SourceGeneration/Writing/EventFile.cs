using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Writing;

/// <summary>The file of an event: the other part of its partial type, with its definition and its codecs.</summary>
internal static class EventFile
{
    public static string NameOf(EventModel model) => $"{(model.Body.Namespace.Length == 0 ? "" : model.Body.Namespace + ".")}{model.Body.Codec}.g.cs";

    public static string Write(EventModel model)
    {
        var code = new CodeWriter().Header().Namespace(model.Body.Namespace);
        for (var outer = 0; outer < model.Declarations.Count - 1; outer++)
        {
            code.Open(model.Declarations[outer]);
        }

        code.Open($"{model.Declarations[model.Declarations.Count - 1]} : global::Omnibus.IEvent<{model.Body.Name}>");
        Definition(code, model);
        if (!model.InProcessOnly)
        {
            code.Line();
            AvroCodec(code, model);
            code.Line();
            JsonCodec(code, model.Body);
        }

        foreach (var _ in model.Declarations)
        {
            code.Close();
        }

        return code.ToString();
    }

    private static void Definition(CodeWriter code, EventModel model)
    {
        code.Line("/// <inheritdoc />").Attribute()
            .Line($"public static global::Omnibus.EventDefinition<{model.Body.Name}> Definition {{ get; }} = new(")
            .Indented(arguments => arguments
                .Line($"codecs: [{Codecs(model)}],")
                .Line("keys:")
                .Line("[")
                .Indented(keys =>
                {
                    foreach (var key in model.Keys)
                    {
                        keys.Line(Key(key));
                    }
                })
                .Line("])"))
            .Open().Line($"Type = {CodeWriter.Literal(model.Type)},");
        Optional(code, "Topic", model.Topic);
        Optional(code, "Key", model.Key);
        if (model.MinorVersion != 0)
        {
            code.Line($"MinorVersion = {model.MinorVersion},");
        }

        if (!model.InProcessOnly)
        {
            code.Line("Schema = AvroCodec.Schema,");
        }

        code.Close(";");
    }

    private static string Codecs(EventModel model) =>
        model.InProcessOnly ? "" : model.PrefersJson ? "new JsonCodec(), new AvroCodec()" : "new AvroCodec(), new JsonCodec()";

    private static string Key(KeyModel key)
    {
        var type = key.AvroType == "string" ? "" : $", {CodeWriter.Literal(key.AvroType)}";
        return $"new({CodeWriter.Literal(key.Path)}, static value => global::Omnibus.KeyText.Of({key.Expression}){type}),";
    }

    private static void Optional(CodeWriter code, string property, string? value)
    {
        if (value is not null)
        {
            code.Line($"{property} = {CodeWriter.Literal(value)},");
        }
    }

    private static void AvroCodec(CodeWriter code, EventModel model)
    {
        code.Attribute().Open($"private sealed class AvroCodec() : global::Omnibus.AvroEventCodec<{model.Body.Name}>(Schema)")
            .Line("public static readonly global::Omnibus.EventSchema Schema = new(")
            .Indented(arguments => arguments.Line($"{CodeWriter.Literal(model.Schema)},").Line($"{CodeWriter.Literal(model.Mark)});"))
            .Line();
        Methods(code, model.Body, Encodings.Avro, RecordCode.WriteAvro, RecordCode.ReadAvro);
    }

    private static void JsonCodec(CodeWriter code, RecordModel body)
    {
        code.Attribute().Open($"private sealed class JsonCodec : global::Omnibus.JsonEventCodec<{body.Name}>").Line(RecordCode.JsonFields(body)).Line();
        Methods(code, body, Encodings.Json, RecordCode.WriteJson, RecordCode.ReadJson);
    }

    private static void Methods(CodeWriter code, RecordModel body, Encodings encoding, Action<CodeWriter, RecordModel> write, Action<CodeWriter, RecordModel> read)
    {
        code.Open($"protected override void Write({encoding.WriterParameter}, {body.Name}? value)");
        write(code, body);
        code.Close().Line().Open($"protected override {body.Name} Read({encoding.ReaderParameter})");
        read(code, body);
        code.Close().Close();
    }
}
