using System.Diagnostics.CodeAnalysis;
using Omnibus.OpenEdx.Reading;

namespace Omnibus.OpenEdx;

/// <summary>
/// Names a block: in a course (<c>block-v1:org+course+run+type@t+block@id</c>, with a branch and a version before the type where it has them), in a custom
/// course (<c>ccx-block-v1:…+ccx@1+type@t+block@id</c>), in a library (<c>lb:org:slug:type:id</c>, of the first kind
/// <c>lib-block-v1:org+library+type@t+block@id</c>), or in the old form <c>i4x://org/course/type/id</c>; or an aside of one
/// (<c>aside-usage-v2:…::name</c>).
/// </summary>
public sealed class UsageKey : OpaqueKey, ITextValue<UsageKey>
{
    private const string Forms =
        "block-v1:org+course+run+type@t+block@id, ccx-block-v1:org+course+run+ccx@1+type@t+block@id, lib-block-v1:org+library+type@t+block@id, "
        + "lb:org:slug:type:id or i4x://org/course/type/id";

    private UsageKey(string text)
        : base(text)
    {
    }

    /// <inheritdoc />
    public override bool IsDeprecated => BlockParts.IsOld(Text);

    /// <summary>What kind of block it is, for example <c>video</c>; of an aside, that of its block.</summary>
    public string BlockType => Parts.Type.ToString();

    /// <summary>The block's name; of an aside, that of its block.</summary>
    public string BlockId => Parts.Id.ToString();

    /// <summary>The kind of aside; null where this is a block itself.</summary>
    public string? Aside => AsideText.IsAside(Text) && AsideText.TrySplit(Text, out _, out var aside) ? aside : null;

    /// <summary>The block that an aside is beside; this key where it is a block itself.</summary>
    public UsageKey Block => AsideText.IsAside(Text) && AsideText.TrySplit(Text, out var block, out _) ? Parse(block) : this;

    /// <summary>The course or the library of the first kind that it is in; null where it is in a library, and in the old form, which names no run.</summary>
    public CourseKey? Course => Parts is { Form: { } form } parts ? CourseKey.Parse($"{form.Course}:{parts.Context}") : null;

    /// <summary>The library that it is in; null where it is in a course.</summary>
    public LibraryLocatorV2? Library => Parts is { Form: null } parts && !Block.IsDeprecated ? LibraryLocatorV2.Parse($"lib:{parts.Context}") : null;

    private BlockParts Parts => BlockParts.TryRead(Block.Text, out var parts) ? parts : default;

    /// <summary>Reads a key; false where the text is none.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out UsageKey value)
    {
        ArgumentNullException.ThrowIfNull(text);
        var block = text;
        var fine = (!AsideText.IsAside(text) || AsideText.TrySplit(text, out block, out _)) && BlockParts.TryRead(block, out _);
        value = fine ? new UsageKey(text) : null;
        return value is not null;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static UsageKey Parse(string text) => TryParse(text, out var value) ? value : throw KeyFormat.Wrong("key of a block", Forms, KeyFormat.Ids);
}
