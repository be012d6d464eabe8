using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Omnibus.SourceGeneration.Reading;

/// <summary>How a .NET type is taken apart and put together: its members in the order in which they travel, and its constructor.</summary>
internal sealed class Shape
{
    private Shape(INamedTypeSymbol type, IMethodSymbol constructor) => (Type, Constructor) = (type, constructor);

    public INamedTypeSymbol Type { get; }

    public IMethodSymbol Constructor { get; }

    /// <summary>The type's shape; null where it cannot be put together, for the reason in <paramref name="problem"/>.</summary>
    public static Shape? Of(INamedTypeSymbol type, Compilation compilation, out string problem)
    {
        problem = "";
        if (type.IsAbstract)
        {
            problem = "it is abstract";
            return null;
        }

        if (ConstructorOf(type, compilation) is not { } constructor)
        {
            problem = "it needs one constructor that generated code can call: a primary one, the only one, or one without parameters";
            return null;
        }

        var shape = new Shape(type, constructor);
        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.RefKind != RefKind.None || shape.MemberOf(parameter) is not { } match
                || !SymbolEqualityComparer.Default.Equals(match.Type, parameter.Type))
            {
                problem = $"the parameter '{parameter.Name}' of its constructor has no public property of its name and type";
                return null;
            }
        }

        return shape;
    }

    /// <summary>The properties that travel: those of base types first; one that is declared again moves to where that happens.</summary>
    public IEnumerable<IPropertySymbol> Properties(Compilation compilation) => Members().Where(member =>
        ArgumentOf(member) >= 0
        || (member.SetMethod is { } set && compilation.IsSymbolAccessibleWithin(set, compilation.Assembly)));

    /// <summary>The place of a member among the constructor's arguments; -1: it has none.</summary>
    public int ArgumentOf(IPropertySymbol member) => ParameterOf(Constructor, member)?.Ordinal ?? -1;

    /// <summary>The attributes that are written at a member, or at a parameter that stands for it.</summary>
    public IEnumerable<AttributeData> AttributesOf(IPropertySymbol member, Compilation compilation) => member.GetAttributes()
        .Concat(ParameterOf(Constructor, member)?.GetAttributes() ?? [])
        .Concat(ParameterOf(ConstructorOf(member.ContainingType, compilation), member)?.GetAttributes() ?? []);

    private IPropertySymbol? MemberOf(IParameterSymbol parameter)
    {
        var members = Members();
        return members.Find(member => member.Name == parameter.Name) ?? members.Find(member => IsFor(parameter, member));
    }

    private static IParameterSymbol? ParameterOf(IMethodSymbol? constructor, IPropertySymbol member) =>
        constructor?.Parameters.FirstOrDefault(parameter => parameter.Name == member.Name)
        ?? constructor?.Parameters.FirstOrDefault(parameter => IsFor(parameter, member));

    private static bool IsFor(IParameterSymbol parameter, IPropertySymbol member) =>
        string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase);

    private static IMethodSymbol? ConstructorOf(INamedTypeSymbol type, Compilation compilation)
    {
        var within = type.InstanceConstructors.Where(constructor => type.IsAbstract || compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly));
        var possible = within.Where(constructor => IsPrimary(constructor)
            || constructor.Parameters is not [var only] || !SymbolEqualityComparer.Default.Equals(only.Type, type)).ToList(); // but the one that copies
        return possible is [var single]
            ? single
            : possible.FirstOrDefault(IsPrimary) ?? possible.FirstOrDefault(constructor => constructor.Parameters.IsEmpty);
    }

    private static bool IsPrimary(IMethodSymbol constructor) =>
        !constructor.IsImplicitlyDeclared && constructor.DeclaringSyntaxReferences.Any(syntax => syntax.GetSyntax() is TypeDeclarationSyntax);

    private List<IPropertySymbol> Members()
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (var type = Type; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            chain.Push(type);
        }

        var members = new List<IPropertySymbol>();
        foreach (var type in chain)
        {
            var declared = type.GetMembers().OfType<IPropertySymbol>().Where(property =>
                property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public });
            var constructor = type.InstanceConstructors.FirstOrDefault(IsPrimary);
            foreach (var property in declared.OrderBy(property => ParameterOf(constructor, property)?.Ordinal ?? int.MaxValue))
            {
                members.RemoveAll(member => member.Name == property.Name);
                members.Add(property);
            }
        }

        return members;
    }
}
