using System.Xml.Linq;
using Microsoft.Extensions.DependencyModel;
using Omnibus.Doctor.Tests.Harness;

namespace Omnibus.Doctor.Tests;

/// <summary>The table of licences says what the packages say themselves.</summary>
public sealed class LicenceTests
{
    private static readonly string[] s_roots = ["Omnibus.Memory", "Omnibus.Sqlite", "Omnibus.Redis", "Omnibus.Kafka", "Omnibus.Avro", "Omnibus.Core"];

    [Fact]
    public void The_table_of_licences_is_that_of_the_packages_that_transports_use()
    {
        var path = Path.Combine(Repository.Root, "src", "Omnibus.Commands", "Doctor", "licences.txt");
        var text = string.Concat(Packages().Select(package => $"{package.Name} {package.Version} {LicenceOf(package)}\n"));
        if (Environment.GetEnvironmentVariable("OMNIBUS_APPROVE") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static IEnumerable<RuntimeLibrary> Packages()
    {
        var all = DependencyContext.Default!.RuntimeLibraries.ToDictionary(library => library.Name, StringComparer.OrdinalIgnoreCase);
        var found = new SortedDictionary<string, RuntimeLibrary>(StringComparer.OrdinalIgnoreCase);
        var next = new Queue<string>(s_roots);
        while (next.TryDequeue(out var name))
        {
            foreach (var dependency in all[name].Dependencies.Where(dependency => all.ContainsKey(dependency.Name) && found.TryAdd(dependency.Name, all[dependency.Name])))
            {
                next.Enqueue(dependency.Name);
            }
        }

        return found.Values.Where(library => library.Type == "package");
    }

    private static string LicenceOf(RuntimeLibrary package)
    {
        var folder = Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            package.Name.ToLowerInvariant(), package.Version);
        var metadata = XDocument.Load(Path.Combine(folder, $"{package.Name.ToLowerInvariant()}.nuspec")).Root!.Elements().First();
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return (string?)licence?.Attribute("type") switch
        {
            "expression" => licence!.Value,
            "file" => File.ReadAllText(Path.Combine(folder, licence!.Value)) is var text && text.Contains("Apache License", StringComparison.Ordinal) && text.Contains("Version 2.0", StringComparison.Ordinal)
                ? "Apache-2.0"
                : $"its file {licence.Value}",
            _ => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value ?? "unknown",
        };
    }
}
