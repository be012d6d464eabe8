using Omnibus.Architecture.Tests.Reading;

namespace Omnibus.Architecture.Tests;

/// <summary>The drawing: what each project of src/ may see. A transport needs no line here: it sees the contract, nothing else.</summary>
internal static class Arrows
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Omnibus.Drivers"] = [],
        ["Omnibus.Core"] = ["Omnibus.Drivers"],
        ["Omnibus.SourceGeneration"] = [],
        ["Omnibus.Avro"] = ["Omnibus.Core", "Omnibus.Drivers"],
        ["Omnibus.Plugins"] = ["Omnibus.Core", "Omnibus.Drivers"],
        ["Omnibus.OpenEdx"] = ["Omnibus.Core", "Omnibus.Avro", "Omnibus.SourceGeneration"],
        ["Omnibus.OpenTelemetry"] = ["Omnibus.Core"],
        ["Omnibus.Testing"] = ["Omnibus.Core", "Omnibus.Drivers", "Omnibus.Memory"],
        ["Omnibus.Conformance"] = ["Omnibus.Core", "Omnibus.Drivers"],
        ["Omnibus.Conformance.Xunit"] = ["Omnibus.Conformance"],
        ["Omnibus.Commands"] = ["Omnibus", "Omnibus.Core", "Omnibus.Drivers", "Omnibus.Plugins", "Omnibus.Avro"],
        ["Omnibus.Cli"] = ["Omnibus.Commands", "Omnibus", "Omnibus.OpenEdx"],
    };

    // The command line and its tables stay out of services that do not ask for them.
    private static readonly string[] s_commandLine = ["System.CommandLine", "Spectre.Console"];

    /// <summary>Each arrow that the drawing does not have, as a sentence.</summary>
    /// <param name="projects">All projects.</param>
    /// <param name="transports">The names of those that are transports.</param>
    public static IEnumerable<string> FindWrong(IReadOnlyList<ProjectFile> projects, IReadOnlySet<string> transports)
    {
        foreach (var project in projects)
        {
            if (project.Area == "src")
            {
                foreach (var wrong in FindWrongInProduct(project, transports))
                {
                    yield return wrong;
                }
            }
            if (project.Projects.Contains("Omnibus.Commands") && project is not { Area: "src", Name: "Omnibus.Cli" } && project.Area is not ("samples" or "tests"))
            {
                yield return $"{project.Name} sees Omnibus.Commands; only Omnibus.Cli and applications may.";
            }
        }
    }

    /// <summary>The projects that are transports. Each says so itself, in one of its files.</summary>
    public static IReadOnlySet<string> Transports()
        => RepositoryFiles.Code("src").Where(file => file.Lines.Any(line => line.StartsWith("[assembly: Transport(", StringComparison.Ordinal)))
            .Select(file => file.Path.Split('/')[1]).ToHashSet();

    private static IEnumerable<string> FindWrongInProduct(ProjectFile project, IReadOnlySet<string> transports)
    {
        IEnumerable<string>? allowed = transports.Contains(project.Name) ? ["Omnibus.Drivers"]
            : project.Name == "Omnibus" ? ["Omnibus.Core", "Omnibus.Drivers", "Omnibus.Avro", "Omnibus.Plugins", .. transports]
            : s_allowed.GetValueOrDefault(project.Name);
        if (allowed is null)
        {
            yield return $"{project.Name} is not in the drawing: add it to Arrows, and to docs/concepts.md.";
            yield break;
        }
        foreach (var other in project.Projects.Except(allowed))
        {
            yield return $"{project.Name} sees {other}, which the drawing does not have.";
        }
        if (project.Name == "Omnibus.Drivers")
        {
            foreach (var package in project.Packages)
            {
                yield return $"Omnibus.Drivers depends on {package}; it is shared with plugins and depends on nothing.";
            }
        }
        if (project.Name != "Omnibus.Commands")
        {
            foreach (var package in project.Packages.Where(package => s_commandLine.Any(prefix => package.StartsWith(prefix, StringComparison.Ordinal))))
            {
                yield return $"{project.Name} uses {package}; only Omnibus.Commands may.";
            }
        }
    }
}
