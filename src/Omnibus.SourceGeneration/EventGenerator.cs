using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Omnibus.SourceGeneration.Model;
using Omnibus.SourceGeneration.Reading;
using Omnibus.SourceGeneration.Writing;

namespace Omnibus.SourceGeneration;

/// <summary>Adds to each type with <c>[Event]</c> its schema, its codecs and its entry in the assembly's catalogue.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EventGenerator : IIncrementalGenerator
{
    internal const string ReadStep = "Events";
    internal const string RecordStep = "Records";
    internal const string CatalogueStep = "Catalogue";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var readings = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Omnibus.EventAttribute", static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax, EventReader.Read);
        var events = readings.Where(static reading => reading.Event is not null).Select(static (reading, _) => reading.Event!).WithTrackingName(ReadStep);
        context.RegisterSourceOutput(events, static (output, model) => Add(output, EventFile.NameOf(model), EventFile.Write(model)));

        // Several events may hold a record: it is written once.
        var records = events.SelectMany(static (model, _) => model.Records).Collect()
            .SelectMany(static (all, _) => all.Distinct().GroupBy(static record => record.Name).Select(static same => same.First()))
            .WithTrackingName(RecordStep);
        context.RegisterSourceOutput(records, static (output, record) => Add(output, RecordFile.NameOf(record), RecordFile.Write(record)));

        var space = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.RootNamespace", out var root) && root.Length > 0 ? root : null);
        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "Events");
        var catalogue = events.Select(static (model, _) => (model.Type, model.Body.Name)).Collect()
            .Select(static (all, _) => new EquatableArray<string>(all.OrderBy(static one => one.Type, StringComparer.Ordinal).Select(static one => one.Name)))
            .Combine(space.Combine(assembly).Select(static (names, _) => names.Left ?? names.Right))
            .WithTrackingName(CatalogueStep);
        context.RegisterSourceOutput(catalogue, static (output, found) =>
        {
            if (found.Left.Count > 0)
            {
                Add(output, "EventCatalogue.g.cs", CatalogueFile.Write(found.Right, found.Left));
            }
        });

        context.RegisterSourceOutput(readings.SelectMany(static (reading, _) => reading.Problems), Report);
        context.RegisterSourceOutput(readings.Select(static (reading, _) => reading.Claim).Collect().SelectMany(static (claims, _) => SameTypes(claims)), Report);
    }

    private static IEnumerable<Problem> SameTypes(ImmutableArray<Claim> claims) => claims.GroupBy(static claim => claim.Type)
        .SelectMany(static same => same.Skip(1).Select(later => new Problem(Problems.SameType, later.Place, later.Type, same.First().Name)));

    private static void Report(SourceProductionContext output, Problem problem) => output.ReportDiagnostic(problem.ToDiagnostic());

    private static void Add(SourceProductionContext output, string name, string text) => output.AddSource(name, SourceText.From(text, Encoding.UTF8));
}
