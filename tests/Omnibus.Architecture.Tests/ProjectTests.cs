using System.Xml.Linq;
using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

public sealed class ProjectTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Parse(Text("Omnibus.slnx")).Descendants("Project").Select(project => (string)project.Attribute("Path")!);
        Verdict.Clean(ProjectFile.All.Select(project => project.Path).Except(listed));
    }

    [Fact]
    public void Every_project_has_a_lock_file()
        => Assert.All(ProjectFile.All, project => Assert.Contains(RepositoryFiles.All, file => file.Path == $"{Path.GetDirectoryName(project.Path)!.Replace('\\', '/')}/packages.lock.json"));

    [Fact]
    public void Every_project_has_the_name_of_its_folder()
        => Assert.All(ProjectFile.All, project => Assert.Equal(project.Name, project.Path.Split('/')[^2]));

    [Fact]
    public void Every_package_version_says_why()
        => Verdict.Clean(FindUnexplained(Text("Directory.Packages.props")));

    [Fact]
    public void Every_package_version_is_used()
    {
        var used = RepositoryFiles.All.Where(file => Path.GetExtension(file.Path) is ".csproj" or ".props" or ".targets")
            .SelectMany(file => XDocument.Parse(file.Text).Descendants("PackageReference"))
            .Select(reference => (string)reference.Attribute("Include")!);
        Verdict.Clean(Versions(Text("Directory.Packages.props")).Select(version => (string)version.Attribute("Include")!).Except(used));
    }

    [Fact]
    public void A_package_version_without_a_reason_is_seen()
    {
        var text = "<Project><ItemGroup>\n<PackageVersion Include=\"A\" Version=\"1\" />\n<!-- about B --><PackageVersion Include=\"B\" Version=\"1\" /> <!-- why -->\n</ItemGroup></Project>";
        Assert.Equal(["A"], FindUnexplained(text));
    }

    // The reason stands on the line of the version.
    private static IEnumerable<string> FindUnexplained(string text) => Versions(text)
        .Where(version => !(version.NextNode is XComment || version.NextNode is XText blank && !blank.Value.Contains('\n') && blank.NextNode is XComment))
        .Select(version => (string)version.Attribute("Include")!);

    private static IEnumerable<XElement> Versions(string text) => XDocument.Parse(text, LoadOptions.PreserveWhitespace).Descendants("PackageVersion");

    private static string Text(string path) => RepositoryFiles.All.Single(file => file.Path == path).Text;
}
