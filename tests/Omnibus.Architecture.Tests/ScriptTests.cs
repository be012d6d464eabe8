using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

public sealed class ScriptTests
{
    // .ci/run is for a CI with bash; the others are what people type.
    private static readonly string[] s_entryPoints = ["test", "demo", "bench", "build/run"];

    [Fact]
    public void Every_entry_point_has_its_twin_for_Windows()
        => Assert.All(s_entryPoints, script => Assert.Contains(RepositoryFiles.All, file => file.Path == script + ".cmd"));

    [Fact]
    public void Every_script_is_listed_here()
        => Assert.Equal(
            s_entryPoints.Append(".ci/run").Order(StringComparer.Ordinal),
            RepositoryFiles.All.Where(file => file.Lines is [['#', '!', ..], ..]).Select(file => file.Path));

    [Fact]
    public void Twins_run_the_same_program_in_the_same_configuration()
    {
        foreach (var script in s_entryPoints[..3])
        {
            var words = Read(script).Lines[^1].Split(' ');
            var twin = Read(script + ".cmd").Lines;
            Assert.Contains("set PROJECT=" + words[3].Replace('/', '\\'), twin);
            Assert.Contains("set CONFIGURATION=" + words[4], twin);
        }
    }

    [Fact]
    public void Every_script_has_its_run_bit()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no run bit.");
            return;
        }
        foreach (var script in s_entryPoints.Append(".ci/run"))
        {
            Assert.True(File.GetUnixFileMode(Path.Combine(RepositoryFiles.Root, script)).HasFlag(UnixFileMode.UserExecute), script);
        }
    }

    private static RepositoryFile Read(string path) => RepositoryFiles.All.Single(file => file.Path == path);
}
