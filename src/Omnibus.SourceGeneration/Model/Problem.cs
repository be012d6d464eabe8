using Microsoft.CodeAnalysis;

namespace Omnibus.SourceGeneration.Model;

/// <summary>Something wrong in the source.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Place Place, EquatableArray<string> Arguments)
{
    public Problem(DiagnosticDescriptor descriptor, Place place, params string[] arguments)
        : this(descriptor, place, new EquatableArray<string>(arguments))
    {
    }

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place.ToLocation(), [.. Arguments]);
}
