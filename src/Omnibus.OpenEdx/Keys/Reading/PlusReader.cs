namespace Omnibus.OpenEdx.Reading;

/// <summary>Takes parts that are joined by plus signs, one after the other. A part with a name is written <c>name@value</c>.</summary>
internal ref struct PlusReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    /// <summary>Whether every part was taken.</summary>
    public readonly bool AtEnd => _next > _text.Length;

    /// <summary>Where the last part that was taken ends.</summary>
    public readonly int Taken => _next - 1;

    /// <summary>Takes the next part where it has no name; empty where there is none.</summary>
    public ReadOnlySpan<char> Plain() => !AtEnd && !Next().Contains('@') ? Take() : [];

    /// <summary>Takes the next part where it has that name and a value; empty where it has not.</summary>
    public ReadOnlySpan<char> Named(string name)
    {
        if (AtEnd)
        {
            return [];
        }

        var next = Next();
        return next.Length > name.Length + 1 && next[name.Length] == '@' && next.StartsWith(name, StringComparison.Ordinal)
            ? Take()[(name.Length + 1)..]
            : [];
    }

    private readonly ReadOnlySpan<char> Next()
    {
        var rest = _text[_next..];
        return rest.IndexOf('+') is >= 0 and var end ? rest[..end] : rest;
    }

    private ReadOnlySpan<char> Take()
    {
        var next = Next();
        _next += next.Length + 1;
        return next;
    }
}
