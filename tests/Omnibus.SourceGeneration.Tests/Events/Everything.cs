using System.Collections.Immutable;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>An event of every type and shape that can travel.</summary>
[Event("test.everything.v1", Topic = "everything", Key = "part.code", MinorVersion = 2)]
public sealed partial record Everything(
    bool Truth,
    int Small,
    long Large,
    float Single,
    double Double,
    string Text,
    byte[] Bytes,
    ReadOnlyMemory<byte> Memory,
    Guid Id,
    DateTimeOffset At,
    Part Part,
    IReadOnlyList<string> Names,
    Part[] Parts,
    List<int> Numbers,
    ImmutableArray<Guid> Ids,
    IReadOnlyDictionary<string, long> Counts,
    Dictionary<string, Part> PartsByName,
    IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<double>>> Nested)
{
    public bool? MaybeTruth { get; init; }

    public int? MaybeSmall { get; init; }

    public long? MaybeLarge { get; init; }

    public float? MaybeSingle { get; init; }

    public double? MaybeDouble { get; init; }

    public string? MaybeText { get; init; }

    public byte[]? MaybeBytes { get; init; }

    public ReadOnlyMemory<byte>? MaybeMemory { get; init; }

    public Guid? MaybeId { get; init; }

    public DateTimeOffset? MaybeAt { get; init; }

    public Code? MaybeCode { get; init; }

    public Label? MaybeLabel { get; init; }

    public Part? MaybePart { get; init; }

    public IReadOnlyList<string>? MaybeNames { get; init; }

    public ImmutableArray<long>? MaybeNumbers { get; init; }

    public IReadOnlyDictionary<string, bool>? MaybeFlags { get; init; }
}

/// <summary>A record that comes again and again.</summary>
[AvroName("PartData")]
public sealed record Part(Code Code, Label Label, [property: Field("class")] string Kind, long? Weight = null);

/// <summary>Text of the application that is a value: lower-case letters.</summary>
public readonly record struct Code(string Text) : ITextValue<Code>
{
    public static bool TryParse(string text, out Code value)
    {
        value = new Code(text);
        return text.All(char.IsAsciiLetterLower);
    }
}

/// <summary>Text of the application that is an object.</summary>
public sealed record Label(string Text) : ITextValue<Label>
{
    public static bool TryParse(string text, out Label value)
    {
        value = new Label(text);
        return true;
    }
}
