using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Omnibus.Packages.Tests;

/// <summary>What is in the packages, and what they ask for, is approved.</summary>
public sealed class ContentTests(Packed packed)
{
    [Fact]
    public void Every_package_has_the_content_and_the_dependencies_that_were_approved()
    {
        var path = Path.Combine(Packed.Root, "tests", "Omnibus.Packages.Tests", "approved", "packages.txt");
        var text = new StringBuilder();
        foreach (var file in packed.Files(".nupkg"))
        {
            using var package = ZipFile.OpenRead(file);
            Describe(package, text);
        }

        if (Environment.GetEnvironmentVariable("OMNIBUS_APPROVE") == "1")
        {
            File.WriteAllText(path, text.ToString());
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text.ToString());
    }

    [Fact]
    public void Every_package_has_a_licence_a_readme_the_commit_and_symbols()
    {
        var packages = packed.Files(".nupkg").ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, file =>
        {
            using var package = ZipFile.OpenRead(file);
            var metadata = Metadata(package);
            Assert.Equal("Apache-2.0", metadata.Elements().Single(element => element.Name.LocalName == "license").Value);
            Assert.Matches("^[0-9a-f]{40}$", (string?)metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("commit"));
            Assert.NotEmpty(package.GetEntry("README.md")!.ReadLines());
            using var symbols = ZipFile.OpenRead(Path.ChangeExtension(file, ".snupkg"));
            Assert.Contains(symbols.Entries, entry => entry.FullName.EndsWith(".pdb", StringComparison.Ordinal));
        });
    }

    private static void Describe(ZipArchive package, StringBuilder text)
    {
        var metadata = Metadata(package);
        var version = Value(metadata, "version");
        var isTool = metadata.Descendants().Any(element => element.Name.LocalName == "packageType" && (string?)element.Attribute("name") == "DotnetTool");
        text.Append(Value(metadata, "id")).Append(isTool ? " (a tool)" : "").Append('\n');
        foreach (var dependency in metadata.Descendants().Where(element => element.Name.LocalName == "dependency").OrderBy(element => (string)element.Attribute("id")!, StringComparer.Ordinal))
        {
            var asked = (string)dependency.Attribute("version")!;
            text.Append("  needs ").Append((string)dependency.Attribute("id")!).Append(' ').Append(asked == version ? "of this version" : asked)
                .Append(", without ").Append((string?)dependency.Attribute("exclude")).Append('\n');
        }

        // A tool carries all that it needs: its own part and what names it is enough.
        foreach (var name in Packed.Content(package).Where(name => !isTool || name.Contains("Omnibus", StringComparison.Ordinal) || name.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal)))
        {
            text.Append("  has ").Append(name).Append('\n');
        }

        if (isTool)
        {
            var settings = package.Entries.Single(entry => entry.Name == "DotnetToolSettings.xml");
            text.Append("  runs as ").Append((string)XDocument.Parse(string.Join('\n', settings.ReadLines())).Descendants("Command").Single().Attribute("Name")!).Append('\n');
        }
    }

    private static XElement Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().First();
    }

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
}

internal static class ZipEntries
{
    public static IReadOnlyList<string> ReadLines(this ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd().Split('\n');
    }
}
