namespace Omnibus.Build.Tests;

public sealed class TestOptionsTests
{
    [Fact]
    public void Options_are_understood()
    {
        var options = TestOptions.Parse(["--soak", "--only", "Redis", "--only", "Core", "--filter", "starts where", "--jobs", "3", "--no-build"]);
        Assert.True(options.Soak);
        Assert.Equal(["Redis", "Core"], options.Only);
        Assert.Equal("starts_where", options.Filter);
        Assert.Equal(3, options.Jobs);
        Assert.False(options.Build);
    }

    [Theory]
    [InlineData("--only")]
    [InlineData("--dependencies old")]
    [InlineData("--jobs 0")]
    [InlineData("--jobs many")]
    [InlineData("--loud")]
    [InlineData("Redis")]
    public void What_is_not_understood_is_refused(string line)
        => Assert.Throws<UsageException>(() => TestOptions.Parse(line.Split(' ')));

    [Theory]
    [InlineData("Omnibus.Redis.Tests")]
    [InlineData("Redis.Tests")]
    [InlineData("Omnibus.Redis")]
    [InlineData("redis")]
    public void A_project_is_known_by_the_part_of_its_name_that_matters(string name)
        => Assert.True(new TestProgram("tests/Omnibus.Redis.Tests/Omnibus.Redis.Tests.csproj").IsNamed(name));

    [Fact]
    public void This_project_is_found() => Assert.Contains(TestProgram.FindAll(), program => program.Name == "Omnibus.Build.Tests");
}
