namespace Omnibus.OpenEdx.Tests.Keys;

public sealed class CourseKeyTests
{
    private const string Version = "519665f6223ebd6980884f2b";

    [Theory]
    [InlineData("course-v1:edX+DemoX+Demo_Course", "edX", "DemoX", "Demo_Course")]
    [InlineData("course-v1:mit.eecs+~6002x+2014_T2", "mit.eecs", "~6002x", "2014_T2")]
    [InlineData("course-v1:Università+físíca:1+2024", "Università", "físíca:1", "2024")]
    [InlineData("course-v1:org+course+branch", "org", "course", "branch")]
    [InlineData("library-v1:edX+lib", "edX", "lib", "")]
    [InlineData("ccx-v1:edX+DemoX+Demo_Course+ccx@12", "edX", "DemoX", "Demo_Course")]
    [InlineData("edX/DemoX/2014", "edX", "DemoX", "2014")]
    [InlineData("foo/bar/", "foo", "bar", "")]
    [InlineData("a%20b/c/d", "a%20b", "c", "d")]
    public void A_key_keeps_its_text_and_says_its_parts(string text, string org, string course, string run)
    {
        var key = CourseKey.Parse(text);
        Assert.Equal((text, text, org, course, run), (key.Text, key.ToString(), key.Org, key.Course, key.Run));
        Assert.Equal(text.Contains('/', StringComparison.Ordinal), key.IsDeprecated);
        Assert.Equal(key.IsDeprecated ? "" : text.Split(':')[0], key.Namespace);
    }

    [Fact]
    public void A_branch_and_a_version_may_follow()
    {
        var key = CourseKey.Parse($"course-v1:org+course+run+branch@draft-1+version@{Version}");
        Assert.Equal(("run", "draft-1", Version), (key.Run, key.Branch, key.Version));
        Assert.Null(key.Ccx);
        var alone = CourseKey.Parse($"course-v1:version@{Version}");
        Assert.Equal(("", Version), (alone.Org, alone.Version));
        var custom = CourseKey.Parse($"ccx-v1:org+course+run+branch@b+version@{Version}+ccx@1");
        Assert.Equal(("b", Version, "1"), (custom.Branch, custom.Version, custom.Ccx));
    }

    [Theory]
    [InlineData("")]
    [InlineData("course-v1:")]
    [InlineData("course-v1")]
    [InlineData("course-v1:org+course")]
    [InlineData("course-v1:org+course+run+more")]
    [InlineData("course-v1:org+course+")]
    [InlineData("course-v1:org++run")]
    [InlineData("course-v1:org+course+run+")]
    [InlineData("course-v1:org+course+ru n")]
    [InlineData("course-v1:org+course+run\n")]
    [InlineData("course-v1:mit.ee,cs+course+run")]
    [InlineData("course-v1:mit.ee&cs+course+run")]
    [InlineData("course-v1:org+course+run+branch@")]
    [InlineData("course-v1:org+course+run+branch@th%is")]
    [InlineData("course-v1:org+course+run+version@012345")]
    [InlineData("course-v1:org+course+run+branch@a+branch@b")]
    [InlineData("course-v1:branch@published")]
    [InlineData("course-v1:/mit.eecs")]
    [InlineData("course-v2:org+course+run")]
    [InlineData("Course-v1:org+course+run")]
    [InlineData("org+course+run")]
    [InlineData("org/course")]
    [InlineData("org/course/run/more")]
    [InlineData("foo!/bar/baz")]
    [InlineData("/course/run")]
    [InlineData("http:mit.eecs")]
    [InlineData("library-v1:org")]
    [InlineData("library-v1:org+lib+run")]
    [InlineData("ccx-v1:org+course+run")]
    [InlineData("ccx-v1:org+course+run+ccx@x")]
    [InlineData("lib:org:slug")]
    [InlineData("course-v1:org+course+run\ud83d")]
    [InlineData("block-v1:org+course+run+type@video+block@id")]
    public void What_is_no_key_is_refused(string text)
    {
        Assert.False(CourseKey.TryParse(text, out var key));
        Assert.Null(key);
        var exception = Assert.Throws<FormatException>(() => CourseKey.Parse(text));
        Assert.Equal(
            "The text is no key of a course. Write it as course-v1:org+course+run, library-v1:org+library, ccx-v1:org+course+run+ccx@1 or org/course/run; "
            + "each part holds letters, digits and _ - ~ . : and is not empty.",
            exception.Message);
    }

    [Fact]
    public void Keys_are_equal_when_their_texts_are()
    {
        Assert.Equal(CourseKey.Parse("course-v1:a+b+c"), CourseKey.Of("a", "b", "c"));
        Assert.Equal(CourseKey.Parse("course-v1:a+b+c").GetHashCode(), CourseKey.Of("a", "b", "c").GetHashCode());
        Assert.True(CourseKey.Of("a", "b", "c") == CourseKey.Of("a", "b", "c"));
        Assert.True(CourseKey.Of("a", "b", "c") != CourseKey.Of("a", "b", "C"));
        Assert.False(CourseKey.Parse("a/b/c") == CourseKey.Of("a", "b", "c"));
        Assert.False(CcxLocator.Parse("ccx-v1:a+b+c+ccx@1").Equals(CourseKey.Parse("ccx-v1:a+b+c+ccx@1")));
        Assert.Throws<FormatException>(() => CourseKey.Of("a", "b+d", "c"));
    }

    [Fact]
    public void A_custom_course_says_its_parts_and_nothing_else_is_one()
    {
        var key = CcxLocator.Parse("ccx-v1:edX+DemoX+Demo_Course+ccx@12");
        Assert.Equal(("edX", "DemoX", "Demo_Course", "12"), (key.Org, key.Course, key.Run, key.Ccx));
        Assert.Equal(CourseKey.Parse(key.Text), key.ToCourseKey());
        foreach (var text in (string[])["course-v1:edX+DemoX+Demo_Course", "ccx-v1:edX+DemoX+Demo_Course", "ccx-v1:a+b+c+ccx@1+ccx@2", "a/b/c", ""])
        {
            Assert.False(CcxLocator.TryParse(text, out _), text);
        }
    }
}
