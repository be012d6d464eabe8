using Omnibus.Plugins.Reading;

namespace Omnibus.Plugins.Tests;

public sealed class FrameworkTests
{
    [Fact]
    public void The_list_that_is_built_in_names_the_whole_framework()
    {
        using var reader = new StreamReader(typeof(Framework).Assembly.GetManifestResourceStream("framework.txt")!);
        var names = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Contains("System.Runtime", names);
        Assert.DoesNotContain("Microsoft.Extensions.Logging", names);
        Assert.True(names.Length >= 150, $"{names.Length} names");
    }
}
