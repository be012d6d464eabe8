using Microsoft.CodeAnalysis;
using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Reading;

/// <summary>Says what a .NET type is on the wire.</summary>
/// <param name="compilation">What is compiled.</param>
/// <param name="readRecord">Reads a type that is a record of fields; null: it has faults, which are told already.</param>
internal sealed class TypeReader(Compilation compilation, Func<INamedTypeSymbol, RecordModel?> readRecord)
{
    private const string Supported =
        "bool, int, long, float, double, string, byte[], ReadOnlyMemory<byte>, Guid, DateTimeOffset, types that are ITextValue<T>, records of these, "
        + "and IReadOnlyList<T>, T[], List<T>, ImmutableArray<T>, IReadOnlyDictionary<string, T> or Dictionary<string, T> of any of these";

    /// <summary>The type; null where it cannot travel, for the reason in <paramref name="problem"/>, which is empty if it was told already.</summary>
    public FieldType? Read(ITypeSymbol type, out string problem, out bool isItem)
    {
        problem = "";
        isItem = false;
        if (Simple(type) is { } kind)
        {
            return new FieldType(kind, NameOf(type), type.IsValueType);
        }

        if (Collection(type) is var (collection, element))
        {
            isItem = true;
            if (IsOptional(element))
            {
                problem = "they may be null; leave absent ones out, or put the value into a record";
                return null;
            }

            var item = Read(element, out problem, out _);
            if (item?.Record is { Fields.Count: 0 } && collection != FieldKind.Map)
            {
                problem = "they have no fields, and so no bytes";
                return null;
            }

            return item is null ? null : new FieldType(collection, NameOf(type), type.IsValueType, item);
        }

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named && !IsOfFramework(named))
        {
            return readRecord(named) is { } record ? new FieldType(FieldKind.Record, NameOf(type), false, Record: record) : null;
        }

        problem = $"{Advice(type)}; what can travel are {Supported}";
        return null;
    }

    /// <summary>Whether a member of this type may be null.</summary>
    public static bool IsOptional(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>The type without its nullability.</summary>
    public static ITypeSymbol WithoutNull(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static FieldKind? Simple(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => FieldKind.Boolean,
        SpecialType.System_Int32 => FieldKind.Int32,
        SpecialType.System_Int64 => FieldKind.Int64,
        SpecialType.System_Single => FieldKind.Single,
        SpecialType.System_Double => FieldKind.Double,
        SpecialType.System_String => FieldKind.Text,
        _ when type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => FieldKind.Bytes,
        _ when type is INamedTypeSymbol named && IsTextValue(named) => FieldKind.TextValue,
        _ => NameOf(type) switch
        {
            "global::System.Guid" => FieldKind.Guid,
            "global::System.DateTimeOffset" => FieldKind.Time,
            "global::System.ReadOnlyMemory<byte>" => FieldKind.Memory,
            _ => null,
        },
    };

    private static bool IsTextValue(INamedTypeSymbol type) => type.AllInterfaces.Any(one =>
        one is { Name: "ITextValue", TypeArguments: [var self], ContainingNamespace: { Name: "Omnibus", ContainingNamespace.IsGlobalNamespace: true } }
        && SymbolEqualityComparer.Default.Equals(self, type));

    private static (FieldKind Kind, ITypeSymbol Element)? Collection(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => (FieldKind.List, array.ElementType),
        INamedTypeSymbol { TypeArguments: [var item] } list => list.ConstructedFrom.ToDisplayString() switch
        {
            "System.Collections.Generic.IReadOnlyList<T>" => (FieldKind.List, item),
            "System.Collections.Generic.List<T>" => (FieldKind.ListClass, item),
            "System.Collections.Immutable.ImmutableArray<T>" => (FieldKind.ImmutableArray, item),
            _ => null,
        },
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }, var value] } map => map.ConstructedFrom.ToDisplayString() switch
        {
            "System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>" or "System.Collections.Generic.Dictionary<TKey, TValue>" => (FieldKind.Map, value),
            _ => null,
        },
        _ => null,
    };

    private bool IsOfFramework(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.ObjectType.ContainingAssembly)
        || type.ToDisplayString().StartsWith("System.", StringComparison.Ordinal);

    private static string Advice(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_DateTime } => "a DateTime does not say which time zone it means, use DateTimeOffset",
        { SpecialType: SpecialType.System_Decimal } => "a decimal has no type on the wire, use string, or long with a unit",
        { TypeKind: TypeKind.Enum } => "an enum's names are no part of a schema, use string",
        { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } => $"{type.Name} is a struct, use a record class",
        { TypeKind: TypeKind.Error } => $"{type.Name} is not known",
        _ => $"{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} has no type on the wire",
    };
}
