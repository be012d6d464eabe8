namespace Omnibus.OpenEdx.Tests.Keys;

public sealed class UsageKeyTests
{
    private const string Version = "5c191dee8bd5431a8b7e5a2b";

    [Theory]
    [InlineData("block-v1:edX+DemoX+Demo_Course+type@video+block@UaEBjyMjcLW65gaTXggB93WmvoxGAJa0JeHRrDThk", "video", "UaEBjyMjcLW65gaTXggB93WmvoxGAJa0JeHRrDThk", "course-v1:edX+DemoX+Demo_Course")]
    [InlineData($"block-v1:a+b+c+branch@published-branch+version@{Version}+type@video+block@x", "video", "x", $"course-v1:a+b+c+branch@published-branch+version@{Version}")]
    [InlineData("block-v1:a+b+c+type@html+block@50%25", "html", "50%25", "course-v1:a+b+c")]
    [InlineData("lib-block-v1:org+lib+type@problem+block@p1", "problem", "p1", "library-v1:org+lib")]
    [InlineData("ccx-block-v1:a+b+c+ccx@3+type@video+block@x", "video", "x", "ccx-v1:a+b+c+ccx@3")]
    [InlineData("i4x://org/course/video/name", "video", "name", null)]
    [InlineData("i4x://org/course/video/name@draft", "video", "name", null)]
    [InlineData("lb:MITx:reallyhardproblems:problem:problem1", "problem", "problem1", null)]
    public void A_key_keeps_its_text_and_says_its_parts(string text, string type, string id, string? course)
    {
        var key = UsageKey.Parse(text);
        Assert.Equal((text, type, id, course), (key.Text, key.BlockType, key.BlockId, key.Course?.Text));
        Assert.Equal(text.StartsWith("lb:", StringComparison.Ordinal) ? "lib:MITx:reallyhardproblems" : null, key.Library?.Text);
        Assert.Same(key, key.Block);
        Assert.Null(key.Aside);
    }

    [Theory]
    [InlineData("aside-usage-v2:block-v1$:a+b+c+type@video+block@x::tags", "block-v1:a+b+c+type@video+block@x")]
    [InlineData("aside-usage-v1:block-v1:a+b+c+type@video+block@x$::y::tags", "block-v1:a+b+c+type@video+block@x::y")]
    public void An_aside_names_its_block(string text, string block)
    {
        var key = UsageKey.Parse(text);
        Assert.Equal((text, "tags", "video"), (key.Text, key.Aside, key.BlockType));
        Assert.Equal(UsageKey.Parse(block), key.Block);
        Assert.Equal("course-v1:a+b+c", key.Course?.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("block-v1:a+b+c")]
    [InlineData("block-v1:a+b+c+type@video")]
    [InlineData("block-v1:a+b+c+block@x")]
    [InlineData("block-v1:a+b+c+block@x+type@video")]
    [InlineData("block-v1:a+b+c+type@video+block@")]
    [InlineData("block-v1:a+b+c+type@vi%deo+block@x")]
    [InlineData("block-v1:a+b+c+type@video+block@x+more")]
    [InlineData("block-v1:a+b+type@video+block@x")]
    [InlineData("block-v1:type@video+block@x")]
    [InlineData("lib-block-v1:org+lib+run+type@problem+block@p1")]
    [InlineData("ccx-block-v1:a+b+c+type@video+block@x")]
    [InlineData("lb:org:lib:problem")]
    [InlineData("lb:org:lib:problem:p1:x")]
    [InlineData("i4x://org/course/video")]
    [InlineData("i4x://org/course/video/na/me")]
    [InlineData("i4x:org/course/video/name")]
    [InlineData("aside-usage-v2:block-v1$:a+b+c+type@video+block@x")]
    [InlineData("aside-usage-v2:nothing::tags")]
    [InlineData("course-v1:a+b+c")]
    public void What_is_no_key_is_refused(string text)
    {
        Assert.False(UsageKey.TryParse(text, out _));
        Assert.StartsWith("The text is no key of a block. Write it as block-v1:", Assert.Throws<FormatException>(() => UsageKey.Parse(text)).Message, StringComparison.Ordinal);
    }
}
