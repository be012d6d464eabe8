using CsCheck;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>Events to try with: one of falsy values only, one where nothing is missing, and random ones.</summary>
internal static class Examples
{
    public static Everything Falsy { get; } = new(
        false, 0, 0, 0, 0, "", [], ReadOnlyMemory<byte>.Empty, Guid.Empty, DateTimeOffset.MinValue, new Part(new Code(""), new Label(""), ""),
        [], [], [], [], new Dictionary<string, long>(), [], [])
    {
        MaybeTruth = false,
        MaybeSmall = 0,
        MaybeLarge = 0,
        MaybeSingle = 0,
        MaybeDouble = -0.0,
        MaybeText = "",
        MaybeBytes = [],
        MaybeMemory = ReadOnlyMemory<byte>.Empty,
        MaybeId = Guid.Empty,
        MaybeAt = DateTimeOffset.MinValue,
        MaybeCode = new Code(""),
        MaybeLabel = new Label(""),
        MaybePart = new Part(new Code(""), new Label(""), "", 0),
        MaybeNames = [],
        MaybeNumbers = [],
        MaybeFlags = new Dictionary<string, bool>(),
    };

    public static Gen<Part> Parts { get; } = Gen.Select(Gen.String[Gen.Char['a', 'z'], 0, 9], Text(), Text(), Gen.Long.Nullable())
        .Select((code, label, kind, weight) => new Part(new Code(code), new Label(label), kind, weight));

    public static Gen<Everything> All { get; } = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Int, Gen.Long, Gen.Single, Gen.Double, Text(), Gen.Byte.Array[0, 100], Gen.Guid),
        Gen.Select(Time(), Parts, Text().Array[0, 6], Parts.Array[0, 6], Gen.Int.List[0, 6], Gen.Guid.Array[0, 4]),
        Gen.Select(Map(Gen.Long), Map(Parts), Map(Gen.Double.Array[0, 4].Select(list => (IReadOnlyList<double>)list)).Array[0, 3]),
        Gen.Select(Gen.Bool.Nullable(), Gen.Int.Nullable(), Gen.Long.Nullable(), Gen.Single.Nullable(), Gen.Double.Nullable(), Gen.Guid.Nullable(), Time().Nullable()),
        Gen.Select(Text().Null(), Gen.Byte.Array[0, 9].Null(), Parts.Null(), Text().Array[0, 3].Null(), Gen.Long.Array[0, 3].Null(), Map(Gen.Bool).Null()),
        (simple, more, maps, values, objects) => new Everything(
            simple.Item1, simple.Item2, simple.Item3, simple.Item4, simple.Item5, simple.Item6, simple.Item7, simple.Item7, simple.Item8,
            more.Item1, more.Item2, more.Item3, more.Item4, more.Item5, [.. more.Item6], maps.Item1, maps.Item2, maps.Item3)
        {
            MaybeTruth = values.Item1,
            MaybeSmall = values.Item2,
            MaybeLarge = values.Item3,
            MaybeSingle = values.Item4,
            MaybeDouble = values.Item5,
            MaybeId = values.Item6,
            MaybeAt = values.Item7,
            MaybeText = objects.Item1,
            MaybeBytes = objects.Item2,
            MaybeMemory = objects.Item2 is { } bytes ? bytes : null,
            MaybePart = objects.Item3,
            MaybeCode = objects.Item3?.Code,
            MaybeLabel = objects.Item3?.Label,
            MaybeNames = objects.Item4,
            MaybeNumbers = objects.Item5 is { } numbers ? [.. numbers] : null,
            MaybeFlags = objects.Item6,
        });

    private static Gen<string> Text() => Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 80],
        Gen.Int[0, 0x10FFFF].Where(point => point is < 0xD800 or > 0xDFFF).Array[0, 80].Select(points => string.Concat(points.Select(char.ConvertFromUtf32))));

    private static Gen<DateTimeOffset> Time() => Gen.Select(Gen.Long[0, 4_000_000_000_000_000], Gen.Int[-840, 840]).Select((microseconds, minutes) =>
        new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero).AddYears(1900).ToOffset(TimeSpan.FromMinutes(minutes)));

    private static Gen<Dictionary<string, T>> Map<T>(Gen<T> values) => Gen.Dictionary(Text(), values)[0, 9];
}
