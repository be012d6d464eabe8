namespace Omnibus;

/// <summary>
/// All events of an assembly. The generator makes one for each assembly and names it in <see cref="EventCatalogueAttribute"/>; a host adds it with
/// <see cref="OmnibusBuilder.AddEvents{TCatalogue}"/>, the tool with <c>--events X.dll</c>.
/// </summary>
public abstract class EventCatalogue
{
    /// <summary>The definitions, in ordinal order of their types.</summary>
    public abstract IReadOnlyList<EventDefinition> Events { get; }
}

/// <summary>Names an assembly's catalogue.</summary>
/// <param name="catalogue">A type derived from <see cref="EventCatalogue"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class EventCatalogueAttribute(
    [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    Type catalogue) : Attribute
{
    /// <summary>The catalogue's type.</summary>
    [System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type Catalogue { get; } = catalogue;
}
