using Omnibus.Plugins.Loading;
using Omnibus.Plugins.Tests.Making;

namespace Omnibus.Plugins.Tests;

/// <summary>What folders and files may be besides there and readable.</summary>
public sealed class FolderTests : PigeonTest
{
    [Fact]
    public void A_file_that_cannot_be_read_is_a_problem_and_no_crash()
    {
        var file = Path.Combine(Pigeon, "Pigeon.dll");
        using var locked = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var said = Assert.Throws<IOException>(() => File.ReadAllBytes(file)).Message.TrimEnd('.');
        Assert.Equal(
            $"Omnibus:Transports:pigeon:Plugin: {Pigeon} cannot be read: {said}. Let the user of this process read all of it, or correct the path. (OMN1201)", Application.ProblemWith(Pigeon));
    }

    [Fact]
    public void A_folder_that_this_user_may_not_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "This user may read everything.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Pigeon, UnixFileMode.UserExecute);
            var said = Application.ProblemWith(Pigeon);
            File.SetUnixFileMode(Pigeon, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.StartsWith($"Omnibus:Transports:pigeon:Plugin: {Pigeon} cannot be read: ", said, StringComparison.Ordinal);
            Assert.EndsWith(". Let the user of this process read all of it, or correct the path. (OMN1201)", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_link_that_leads_to_itself_is_a_problem_and_no_crash()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a right there.");
        File.CreateSymbolicLink(Path.Combine(Pigeon, "one"), Path.Combine(Pigeon, "two"));
        File.CreateSymbolicLink(Path.Combine(Pigeon, "two"), Path.Combine(Pigeon, "one"));
        var said = Application.ProblemWith(Pigeon);
        Assert.StartsWith($"Omnibus:Transports:pigeon:Plugin: {Pigeon} cannot be read: ", said, StringComparison.Ordinal);
        Assert.EndsWith("(OMN1201)", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_can_be_none() => Assert.Equal("OMN1201", Assert.Single(PluginFolder.Describe("pigeon\0", Plugins.Root).Problems).Id);

    [Fact]
    public void A_link_to_nothing_is_passed_over()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a right there.");
        File.CreateSymbolicLink(Path.Combine(Pigeon, "notes.txt"), Path.Combine(Pigeon, "gone.txt"));
        Assert.Empty(PluginFolder.Describe(Pigeon, Plugins.Root).Problems);
    }

    [Theory]
    [InlineData("open/current")]
    [InlineData("open/link/../link/current")]
    [InlineData("way/current")]
    public void A_link_in_a_folder_where_every_user_may_put_another_in_its_place(string named)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a right there, and the folders above are not looked at.");
        var open = Plugins.Folder("open");
        Directory.CreateSymbolicLink(Path.Combine(open, "current"), Pigeon);
        Directory.CreateSymbolicLink(Path.Combine(open, "link"), open);
        Directory.CreateSymbolicLink(Path.Combine(Plugins.Root, "way"), Path.Combine(open, "link"));
        Assert.Empty(PluginFolder.Describe(named, Plugins.Root).Problems);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.OtherWrite);
        }

        var problem = Assert.Single(PluginFolder.Describe(named, Plugins.Root).Problems);
        Assert.Equal("OMN1209", problem.Id);
        Assert.Contains(" may be changed by every user of this machine", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_ways_to_write_a_folder_are_one_where_the_file_system_takes_them_for_one()
    {
        var other = Path.Combine(Plugins.Root, "PIGEON");
        Assert.Equal(Directory.Exists(other), PluginLoader.Folders.Equals(Pigeon, other));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("runtimes/any/lib/net10.0", false)]
    [InlineData("runtimes/amiga-m68k/lib/net10.0", true)]
    [InlineData("backup", true)]
    public void A_dependency_counts_only_where_it_is_looked_for(string place, bool missing)
    {
        var wing = PluginCompiler.Compile(Plugins.Folder("elsewhere"), "Wing", "public class Wing;");
        PluginCompiler.Compile(Pigeon, "Pigeon", PluginCompiler.Transport(create: "_ = new Wing();"), wing, typeof(Omnibus.Drivers.TransportAttribute).Assembly.Location);
        File.Copy(wing, Path.Combine(Directory.CreateDirectory(Path.Combine(Pigeon, place)).FullName, "Wing.dll"));
        Assert.Equal(missing ? ["OMN1205"] : [], PluginFolder.Describe(Pigeon, Plugins.Root).Problems.Select(problem => problem.Id));
    }
}
