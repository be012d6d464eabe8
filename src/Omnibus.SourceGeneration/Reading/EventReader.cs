using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Omnibus.SourceGeneration.Model;
using Omnibus.SourceGeneration.Schemas;

namespace Omnibus.SourceGeneration.Reading;

/// <summary>Reads the declaration of one event.</summary>
internal static class EventReader
{
    private static readonly string[] s_generated = ["Definition", "AvroCodec", "JsonCodec"];

    public static EventReading Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var syntax = (TypeDeclarationSyntax)context.TargetNode;
        var place = Place.Of(syntax.Identifier.GetLocation());
        var attribute = context.Attributes[0];
        var type = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        var claim = new Claim(type, symbol.ToDisplayString(), place);
        var reader = new RecordReader(context.SemanticModel.Compilation, symbol.Name, place);
        CheckDeclarations(reader, symbol, syntax);
        CheckNames(reader, symbol);
        if (!Names.IsEventType(type))
        {
            reader.Add(Problems.InvalidName, symbol, type, "an event type is words joined by dots, as org.example.order.placed.v1");
        }

        if (Named(attribute, "InProcessOnly") is true)
        {
            return reader.Problems.Count > 0
                ? Refused()
                : new EventReading(Model(symbol, attribute, type, RecordReader.WithoutFields(symbol)) with { InProcessOnly = true }, claim, default);
        }

        var body = reader.Read(symbol, RecordReader.EventRecord);
        cancellationToken.ThrowIfCancellationRequested();
        if (body is null || reader.Problems.Count > 0)
        {
            return Refused();
        }

        var keys = KeyReader.Read(body).ToList();
        var key = Named(attribute, "Key") as string;
        if (key is not null && keys.All(one => one.Path != key))
        {
            reader.Add(Problems.UnknownKey, symbol, symbol.Name, key, keys.Count == 0 ? "none" : string.Join(", ", keys.Select(one => one.Path)));
            return Refused();
        }

        var model = Model(symbol, attribute, type, body) with
        {
            Key = key,
            Records = new EquatableArray<RecordModel>(reader.Records),
            Keys = new EquatableArray<KeyModel>(keys),
            Schema = SchemaText.Of(body, type),
            Mark = SchemaMark.Of(body, type),
        };
        return new EventReading(model, claim, default);

        EventReading Refused() => new(null, claim, new EquatableArray<Problem>(reader.Problems));
    }

    private static EventModel Model(INamedTypeSymbol symbol, AttributeData attribute, string type, RecordModel body) => new(
        type,
        Named(attribute, "Topic") as string,
        Named(attribute, "MinorVersion") as int? ?? 0,
        PrefersJson: Named(attribute, "Encoding") is 1,
        new EquatableArray<string>(RecordReader.Around(symbol).Select(Declaration)),
        body);

    private static void CheckDeclarations(RecordReader reader, INamedTypeSymbol symbol, TypeDeclarationSyntax syntax)
    {
        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            reader.Add(Problems.NotPartial, symbol, symbol.Name);
        }

        foreach (var outer in syntax.Ancestors().OfType<TypeDeclarationSyntax>().Where(outer => !outer.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            reader.Add(Problems.OutOfReach, symbol, symbol.Name, $"the type '{outer.Identifier.ValueText}' around it must be partial too");
        }
    }

    private static void CheckNames(RecordReader reader, INamedTypeSymbol symbol)
    {
        foreach (var member in s_generated.SelectMany(name => symbol.GetMembers(name)))
        {
            reader.Add(Problems.TakenName, member, member.Name, symbol.Name);
        }
    }

    private static object? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    private static string Declaration(INamedTypeSymbol type) =>
        $"{(type.IsStatic ? "static " : "")}partial {Keyword(type)} {Names.Escape(type.Name)}";

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { IsRecord: true } => "record",
        _ => "class",
    };
}
