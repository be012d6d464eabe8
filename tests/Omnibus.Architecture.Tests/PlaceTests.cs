using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

/// <summary>The repository works on every machine, with whatever package source its user has.</summary>
public sealed class PlaceTests
{
    private static readonly Mark[] s_places =
    [
        new(@"api\.nu" + @"get\.org|registry\.npm" + @"js|deb\.deb" + @"ian\.org|repo1?\.ma" + "ven", "the host of a package registry; the user's own source applies."),
        new(@"(?<![\w.])/(work|ro" + @"ot|farm)/|[A-Z]:\\Us" + "ers", "a path of one machine."),
    ];

    [Fact]
    public void No_package_source_is_named()
        => Assert.DoesNotContain(RepositoryFiles.All, file => Path.GetFileName(file.Path).Equals("nuget.config", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void No_file_names_a_registry_or_a_place_of_one_machine()
        => Verdict.Clean(Mark.FindAll([.. s_places, new(Here(), "the folder of this checkout.")], RepositoryFiles.All));

    [Theory]
    [InlineData("https://api.nu" + "get.org/v3/index.json")]
    [InlineData("cd /wo" + "rk/main")]
    [InlineData("\"/ro" + "ot/.cache\"")]
    [InlineData(@"C:\Us" + @"ers\me")]
    public void Such_a_place_is_seen(string line)
        => Assert.Single(Mark.FindAll(s_places, [new RepositoryFile("README.md", [line])]));

    // In one's own folder, however it is called, a path of it is always one of this machine.
    private static string Here() => System.Text.RegularExpressions.Regex.Escape(RepositoryFiles.Root) + @"(?![\w-])";
}
