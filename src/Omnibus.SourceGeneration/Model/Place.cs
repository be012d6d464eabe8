using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Omnibus.SourceGeneration.Model;

/// <summary>A place in the source, without holding on to the source.</summary>
internal sealed record Place(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(Location location) => new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => File.Length == 0 ? Location.None : Location.Create(File, Span, Lines);
}
