using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>How a .NET type may be declared, and what travels of it in which order.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("[Event(\"a.b\")] public sealed partial record E(bool IsActive, string HTMLText, int X2Y, string _name);", "is_active html_text x2_y _name")]
    [InlineData("[Event(\"a.b\")] public sealed partial class E { public int Second { get; set; } public string First { get; init; } = \"\"; }", "second first")]
    [InlineData("[Event(\"a.b\")] public sealed partial record E(int A) { public int B { get; init; } public int C => A; public static int D { get; set; } internal int F { get; set; } }", "a b")]
    [InlineData("[Event(\"a.b\")] public sealed partial record E([Field(\"x\")] int A, [property: Field(\"y\")] int B) { [Field(\"z\")] public int C { get; set; } }", "x y z")]
    [InlineData("public record B(int A, int C); [Event(\"a.b\")] public sealed partial record E(int A, int D, int C) : B(A, C);", "a c d")]
    [InlineData("public class B { public int A { get; set; } public string X { get; set; } = \"\"; public int C { get; set; } } [Event(\"a.b\")] public sealed partial class E : B { public new long X { get; set; } }", "a c x")]
    [InlineData("[Event(\"a.b\")] public sealed partial record E(int @class, int @event, int Reader, int Writer, int Value, int Record, int A2, int A, int a);", "class event reader writer value record a2 a", true)]
    [InlineData("[Event(\"a.b\")] public sealed partial record E(int @class, int @event, int Reader, int Writer, int Value, int Record, int A2, int A, [Field(\"b\")] int a);", "class event reader writer value record a2 a b")]
    [InlineData("namespace X { public static partial class Outer { public partial interface IInner { [Event(\"a.b\")] internal sealed partial record E(int A); } } }", "a")]
    [InlineData("[Event(\"a.b\")] public sealed partial record E;", "")]
    public void What_travels_is_in_the_order_of_declaration_with_the_names_of_fields(string source, string fields, bool refused = false)
    {
        var made = Compiler.Generate(source);
        if (refused)
        {
            Assert.Equal("OMNG007", Assert.Single(made.Result.Diagnostics).Id);
            return;
        }

        Assert.Empty(made.Complaints);
        using var schema = JsonDocument.Parse(Definition(made).Schema!.Text);
        Assert.Equal(fields, string.Join(' ', schema.RootElement.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString())));
    }

    [Fact]
    public void A_record_that_several_events_hold_is_written_once()
    {
        var made = Compiler.Generate("[Event(\"a.b\")] public sealed partial record E(D D); [Event(\"a.c\")] public sealed partial record F(D D, IReadOnlyList<D> More); public sealed record D(int A);");

        Assert.Empty(made.Complaints);
        Assert.Equal(["D.Codecs.g.cs", "E.g.cs", "EventCatalogue.g.cs", "F.g.cs"], made.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_type_inside_of_another_and_one_whose_name_looks_like_it_are_kept_apart()
    {
        var made = Compiler.Generate("[Event(\"a.b\")] public sealed partial record E(A.B One, A_B Other); public static class A { public sealed record B(int C); } public sealed record A_B(int D);");

        Assert.Empty(made.Complaints);
        Assert.Equal(["A_B.Codecs.g.cs", "A__B.Codecs.g.cs"], made.Files.Where(file => file.EndsWith("Codecs.g.cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_record_may_come_from_another_assembly()
    {
        var library = Compiler.Compile("Library", "namespace Library; public sealed record Shared(string Name, long? Size);");
        var events = Compiler.Compile("Sample.Events", "[Event(\"a.b\")] public sealed partial record E(Library.Shared Shared);").AddReferences(library.ToMetadataReference());
        Compiler.Driver().RunGeneratorsAndUpdateCompilation(events, out var after, out var problems, TestContext.Current.CancellationToken);

        Assert.Empty(problems);
        Assert.Empty(after.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [InlineData("Campus.Events", "Campus.Events", "CampusEventCatalogue")]
    [InlineData("Omnibus.OpenEdx", "Omnibus.OpenEdx", "OpenEdxEventCatalogue")]
    [InlineData("My-App 2.1st", "My_App_2._1st", "_1stEventCatalogue")]
    public void The_catalogue_is_named_after_the_project(string rootNamespace, string space, string name)
    {
        var before = Compiler.Compile("Anything", "[Event(\"a.b\")] public sealed partial record E(int A);");
        Compiler.Driver(rootNamespace).RunGeneratorsAndUpdateCompilation(before, out var after, out _, TestContext.Current.CancellationToken);

        Assert.NotNull(after.GetTypeByMetadataName($"{space}.{name}"));
        Assert.Empty(after.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity >= DiagnosticSeverity.Warning));
    }

    private static EventDefinition Definition(Generated made) =>
        ((EventCatalogue)Activator.CreateInstance(Compiler.Load(made.Compilation).GetType("Sample.Events.SampleEventCatalogue")!)!).Events.Single();
}
