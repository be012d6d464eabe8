using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>Compiles sources with the generator, as a build does.</summary>
internal static class Compiler
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Collections.Immutable; global using Omnibus;";

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.Latest);

    // Everything that this program itself runs with.
    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilation Compile(string name, params IEnumerable<string> sources) => CSharpCompilation.Create(
        name,
        [Parse(Usings, "Usings.cs"), .. sources.Select((source, index) => Parse(source, index == 0 ? "Source.cs" : $"Source{index + 1}.cs"))],
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, s_parsing, path);

    /// <summary>A generator that remembers its steps, for a project with a root namespace or without.</summary>
    public static GeneratorDriver Driver(string? rootNamespace = null) => CSharpGeneratorDriver.Create(
        [new EventGenerator().AsSourceGenerator()],
        parseOptions: s_parsing,
        optionsProvider: new Options(rootNamespace),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>What the generator makes of sources.</summary>
    public static Generated Generate(params IEnumerable<string> sources)
    {
        var before = Compile("Sample.Events", sources);
        var run = Driver().RunGeneratorsAndUpdateCompilation(before, out var after, out _);
        return new Generated(run.GetRunResult().Results.Single(), after);
    }

    /// <summary>Loads what was compiled.</summary>
    public static Assembly Load(Compilation compilation)
    {
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join(Environment.NewLine, emitted.Diagnostics));
        return Assembly.Load(image.ToArray());
    }
}

/// <summary>What came of it.</summary>
/// <param name="Result">What the generator wrote and said.</param>
/// <param name="Compilation">The sources with what it wrote.</param>
internal sealed record Generated(GeneratorRunResult Result, Compilation Compilation)
{
    public string File(string name) => Result.GeneratedSources.Single(source => source.HintName == name).SourceText.ToString();

    public IEnumerable<string> Files => Result.GeneratedSources.Select(source => source.HintName);

    /// <summary>What a build would complain about: errors, and warnings in what was generated.</summary>
    public IEnumerable<Diagnostic> Complaints => Compilation.GetDiagnostics().Where(one => one.Severity >= DiagnosticSeverity.Warning);
}
