using System.Xml.Linq;

namespace Omnibus.Architecture.Tests.Reading;

/// <summary>What a project refers to. Paths are from the root, with slashes.</summary>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>src, tests, samples, benchmarks or build.</summary>
    public string Area => Path[..Path.IndexOf('/')];

    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. RepositoryFiles.All.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read)];

    public static ProjectFile Read(RepositoryFile file)
    {
        var xml = XDocument.Parse(file.Text);
        var projects = xml.Descendants("ProjectReference")
            // An analyzer or a project that is only built first is no dependency of the product.
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => System.IO.Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        // A package that is private to the build reaches nobody.
        var packages = xml.Descendants("PackageReference")
            .Where(reference => (string?)reference.Attribute("PrivateAssets") != "all")
            .Select(reference => (string)reference.Attribute("Include")!);
        return new ProjectFile(file.Path, [.. projects], [.. packages]);
    }
}
