using System.Globalization;
using Microsoft.CodeAnalysis;
using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Reading;

/// <summary>Reads the records of one event. Each fault is told once, at the member that has it.</summary>
/// <param name="compilation">What is compiled.</param>
/// <param name="eventName">The event, for people.</param>
/// <param name="eventPlace">Where it is declared: where to point for what has no source.</param>
internal sealed class RecordReader(Compilation compilation, string eventName, Place eventPlace)
{
    /// <summary>The record name of every event itself.</summary>
    public const string EventRecord = "CloudEvent";

    private const int MostFields = 256; // what the core's JSON classes keep track of

    private readonly Dictionary<INamedTypeSymbol, RecordModel?> _read = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, string> _names = [];
    private readonly List<INamedTypeSymbol> _open = [];

    public List<Problem> Problems { get; } = [];

    /// <summary>The records that were read, those inside of others first.</summary>
    public List<RecordModel> Records { get; } = [];

    /// <summary>Reads a type as a record; null where it has faults.</summary>
    public RecordModel? Read(INamedTypeSymbol type, string? avroName = null)
    {
        if (_read.TryGetValue(type, out var known))
        {
            return known;
        }

        var name = avroName ?? AttributeText(type.GetAttributes(), "AvroNameAttribute") ?? type.Name;
        var before = Problems.Count;
        CheckType(type, name);
        _open.Add(type);
        var fields = Problems.Count == before && Shape.Of(type, compilation, out var problem) is { } shape
            ? ReadFields(shape)
            : Refuse(type, before, compilation);
        _open.Remove(type);
        RecordModel? record = Problems.Count > before
            ? null
            : WithoutFields(type) with { AvroName = name, Fields = new EquatableArray<FieldModel>(fields) };
        if (record is not null && avroName is null)
        {
            Records.Add(record);
        }

        _read[type] = record;
        return record;
    }

    /// <summary>The names of a type alone.</summary>
    public static RecordModel WithoutFields(INamedTypeSymbol type) => new(
        type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
        TypeReader.NameOf(type),
        string.Join("_", Around(type).Select(one => one.Name.Replace("_", "__"))), // A_B is not the B inside of A
        type.Name,
        default);

    /// <summary>The types around a type and itself, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? Around(outer).Append(type) : [type];

    public static string? AttributeText(IEnumerable<AttributeData> attributes, string name) =>
        attributes.FirstOrDefault(one => one.AttributeClass is { ContainingNamespace.Name: "Omnibus" } found && found.Name == name)
            ?.ConstructorArguments.FirstOrDefault().Value as string;

    public void Add(DiagnosticDescriptor descriptor, ISymbol where, params string[] arguments) =>
        Problems.Add(new Problem(
            descriptor,
            where.Locations.FirstOrDefault(one => one.IsInSource && compilation.ContainsSyntaxTree(one.SourceTree!)) is { } location
                ? Place.Of(location)
                : eventPlace,
            arguments));

    private List<FieldModel> Refuse(INamedTypeSymbol type, int before, Compilation within)
    {
        if (Problems.Count == before)
        {
            Shape.Of(type, within, out var problem);
            Add(Reading.Problems.NoConstructor, type, type.Name, problem);
        }

        return [];
    }

    private void CheckType(INamedTypeSymbol type, string name)
    {
        if (Around(type).Any(one => one.IsGenericType))
        {
            Add(Reading.Problems.Generic, type, type.ToDisplayString());
        }
        else if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            Add(Reading.Problems.OutOfReach, type, type.Name, "it is private; make it internal or public");
        }

        if (!Names.IsAvroName(name))
        {
            Add(Reading.Problems.InvalidName, type, name, "letters of ASCII, digits and '_' are allowed, and no digit in front; name the type with [AvroName]");
        }

        var displayed = type.ToDisplayString();
        if (_names.TryGetValue(name, out var other))
        {
            Add(Reading.Problems.SameRecord, type, name, eventName, other, displayed);
        }
        else
        {
            _names.Add(name, displayed);
        }
    }

    private List<FieldModel> ReadFields(Shape shape)
    {
        var fields = new List<FieldModel>();
        var types = new TypeReader(compilation, ReadInner);
        foreach (var property in shape.Properties(compilation))
        {
            var name = AttributeText(shape.AttributesOf(property, compilation), "FieldAttribute") ?? Names.ToSnakeCase(property.Name);
            if (!Names.IsAvroName(name))
            {
                Add(Reading.Problems.InvalidName, property, name, "letters of ASCII, digits and '_' are allowed, and no digit in front; name the field with [Field]");
            }

            if (fields.FirstOrDefault(field => field.Name == name) is { } same)
            {
                Add(Reading.Problems.SameField, property, name, property.Name, same.Member);
            }

            var type = Cycle(property) is { } cycle
                ? AddNull(Reading.Problems.Recursion, property, property.Name, shape.Type.Name, cycle.Name)
                : ReadType(types, property, shape.Type);
            if (type is not null)
            {
                fields.Add(new FieldModel(
                    name, Names.Escape(property.Name), Local(property, fields), type, TypeReader.IsOptional(property.Type), shape.ArgumentOf(property)));
            }
        }

        if (fields.Count > MostFields)
        {
            Add(Reading.Problems.TooManyFields, shape.Type, shape.Type.Name, fields.Count.ToString(CultureInfo.InvariantCulture));
        }

        return fields;
    }

    private static string Local(IPropertySymbol property, List<FieldModel> others)
    {
        var local = Names.ToCamelCase(property.Name);
        while (Names.IsTaken(local) || others.Any(field => field.Local == local))
        {
            local = $"{local}{others.Count}";
        }

        return local;
    }

    private FieldType? ReadType(TypeReader types, IPropertySymbol property, INamedTypeSymbol owner)
    {
        var type = types.Read(TypeReader.WithoutNull(property.Type), out var problem, out var isItem);
        return type is not null || problem.Length == 0
            ? type
            : AddNull(isItem ? Reading.Problems.UnsupportedItem : Reading.Problems.UnsupportedType, property, property.Name, owner.Name, problem);
    }

    private RecordModel? ReadInner(INamedTypeSymbol type) => Read(type);

    private FieldType? AddNull(DiagnosticDescriptor descriptor, ISymbol where, params string[] arguments)
    {
        Add(descriptor, where, arguments);
        return null;
    }

    /// <summary>The type that a member leads back to, alone or as the items of a list.</summary>
    private INamedTypeSymbol? Cycle(IPropertySymbol property)
    {
        var type = TypeReader.WithoutNull(property.Type);
        while (true)
        {
            switch (type)
            {
                case IArrayTypeSymbol array:
                    type = TypeReader.WithoutNull(array.ElementType);
                    break;
                case INamedTypeSymbol { TypeArguments: [.., var last] }:
                    type = TypeReader.WithoutNull(last);
                    break;
                default:
                    return _open.FirstOrDefault(open => SymbolEqualityComparer.Default.Equals(open, type));
            }
        }
    }
}
