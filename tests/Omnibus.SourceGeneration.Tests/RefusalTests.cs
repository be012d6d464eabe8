using Microsoft.CodeAnalysis;

namespace Omnibus.SourceGeneration.Tests;

/// <summary>What cannot be an event is refused where it is declared: the place is between the marks, and the message says why.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("OMNG001", "[Event(\"a.b\")] public sealed record [|E|](string A);", "'E' must be partial")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(DateTime [|A|]);", "does not say which time zone")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(decimal [|A|]);", "no type on the wire, use string")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(DayOfWeek [|A|]);", "names are no part of a schema")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(KeyValuePair<string, string> [|A|]);", "is a struct")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(object [|A|]);", "object has no type on the wire")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(Dictionary<int, string> [|A|]);", "has no type on the wire")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(Missing [|A|]);", "Missing is not known")]
    [InlineData("OMNG002", "[Event(\"a.b\")] public sealed partial record E(D D); public sealed record D(uint [|A|]);", "'A' of 'D' cannot travel")]
    [InlineData("OMNG003", "[Event(\"a.b\")] public sealed partial record E(IReadOnlyList<string?> [|A|]);", "may be null")]
    [InlineData("OMNG003", "[Event(\"a.b\")] public sealed partial record E(Dictionary<string, long?> [|A|]);", "may be null")]
    [InlineData("OMNG003", "[Event(\"a.b\")] public sealed partial record E(IReadOnlyList<decimal> [|A|]);", "items of 'A' of 'E' cannot travel")]
    [InlineData("OMNG003", "[Event(\"a.b\")] public sealed partial record E(IReadOnlyList<None> [|A|]); public sealed record None;", "no bytes")]
    [InlineData("OMNG004", "[Event(\"a.b\")] public sealed partial record E(D D); public sealed record D(D? [|Inner|]);", "'Inner' of 'D' leads back to 'D'")]
    [InlineData("OMNG004", "[Event(\"a.b\")] public sealed partial record E(D D); public sealed record D(IReadOnlyList<D> [|Inner|]);", "leads back to 'D'")]
    [InlineData("OMNG004", "[Event(\"a.b\")] public sealed partial record E(D D); public sealed record D(C C); public sealed record C(D? [|Up|]);", "leads back to 'D'")]
    [InlineData("OMNG005", "[Event(\"a.b\")] public sealed partial record E(int A); [Event(\"a.b\")] public sealed partial record [|F|](int A);", "is that of 'E' already")]
    [InlineData("OMNG006", "[Event(\"a.b\", Key = \"user.nam\")] public sealed partial record [|E|](D User); public sealed record D(string Name, double Height);", "it has user.name")]
    [InlineData("OMNG006", "[Event(\"a.b\", Key = \"a\")] public sealed partial record [|E|](IReadOnlyList<string> A);", "it has none")]
    [InlineData("OMNG007", "[Event(\"a.b\")] public sealed partial record E(string IsOn, [Field(\"is_on\")] string [|Other|]);", "is that of 'IsOn' already")]
    [InlineData("OMNG008", "[Event(\"a.b\")] public sealed partial record E(X.D A, Y.D B); public static class X { public sealed record D(int A); } public static class Y { public sealed record [|D|](int A); }", "is both 'X.D' and 'Y.D'")]
    [InlineData("OMNG008", "[Event(\"a.b\")] public sealed partial record E(D A); [AvroName(\"CloudEvent\")] public sealed record [|D|](int A);", "is both 'E' and 'D'")]
    [InlineData("OMNG009", "[Event(\"a b\")] public sealed partial record [|E|](string A);", "words joined by dots")]
    [InlineData("OMNG009", "[Event(\"a..b\")] public sealed partial record [|E|](string A);", "words joined by dots")]
    [InlineData("OMNG009", "[Event(\"a.b\")] public sealed partial record E([Field(\"a-b\")] string [|A|]);", "name the field with [Field]")]
    [InlineData("OMNG009", "[Event(\"a.b\")] public sealed partial record E(string [|Größe|]);", "name the field with [Field]")]
    [InlineData("OMNG009", "[Event(\"a.b\")] public sealed partial record E(D A); [AvroName(\"1\")] public sealed record [|D|](int A);", "name the type with [AvroName]")]
    [InlineData("OMNG010", "[Event(\"a.b\")] public sealed partial record [|E|]<T>(T A);", "is generic")]
    [InlineData("OMNG010", "[Event(\"a.b\")] public sealed partial record E(D<int> A); public sealed record [|D|]<T>(T A);", "is generic")]
    [InlineData("OMNG011", "[Event(\"a.b\")] public abstract partial record [|E|](string A);", "it is abstract")]
    [InlineData("OMNG011", "[Event(\"a.b\")] public sealed partial record E(D A); public sealed class [|D|] { public D(int a, int b) { } public D(int a) { } }", "one constructor that generated code can call")]
    [InlineData("OMNG011", "[Event(\"a.b\")] public sealed partial record E(D A); public sealed class [|D|](int a) { public int B => a; }", "the parameter 'a'")]
    [InlineData("OMNG012", "public static partial class Outer { [Event(\"a.b\")] public sealed partial record E(D A); private sealed record [|D|](int A); }", "it is private")]
    [InlineData("OMNG012", "public static class Outer { [Event(\"a.b\")] public sealed partial record [|E|](int A); }", "the type 'Outer' around it must be partial")]
    [InlineData("OMNG013", "[Event(\"a.b\")] public sealed partial record E(string [|Definition|]);", "rename it")]
    [InlineData("OMNG013", "[Event(\"a.b\")] public sealed partial record E(string A) { private sealed class [|JsonCodec|]; }", "rename it")]
    public void What_cannot_travel_is_refused_where_it_stands(string id, string marked, string said)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        var result = Compiler.Generate(marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)).Result;

        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal((id, DiagnosticSeverity.Error), (problem.Id, problem.Severity));
        Assert.Contains(said, problem.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal((start, end), (problem.Location.SourceSpan.Start, problem.Location.SourceSpan.End));
        Assert.Equal("Source.cs", problem.Location.GetLineSpan().Path);
    }

    [Fact]
    public void A_primary_constructor_is_the_one_whatever_others_there_are() =>
        Assert.Empty(Compiler.Generate("[Event(\"a.b\")] public sealed partial record E(string A) { public E(int a) : this(\"\") { } }").Complaints);

    [Fact]
    public void A_record_of_more_fields_than_can_be_kept_track_of_is_refused()
    {
        Assert.Empty(Event(256).Complaints);
        Assert.Equal("OMNG014", Assert.Single(Event(257).Result.Diagnostics).Id);

        static Generated Event(int fields) =>
            Compiler.Generate($"[Event(\"a.b\")] public sealed partial record E({string.Join(", ", Enumerable.Range(0, fields).Select(field => $"int A{field}"))});");
    }

    [Fact]
    public void An_event_that_is_refused_does_not_take_the_others_with_it()
    {
        var made = Compiler.Generate("[Event(\"a.b\")] public sealed partial record Bad(object A); [Event(\"a.c\")] public sealed partial record Good(int A);");

        Assert.Single(made.Result.Diagnostics);
        Assert.Equal(["Good.g.cs", "EventCatalogue.g.cs"], made.Files);
        Assert.DoesNotContain("Bad", made.File("EventCatalogue.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_of_an_event_are_told_at_once()
    {
        var result = Compiler.Generate("[Event(\"a.b\")] public sealed record Bad(object A, IReadOnlyList<DateTime> B, D C); public sealed record D(decimal Price);").Result;

        Assert.Equal(["OMNG001", "OMNG002", "OMNG002", "OMNG003"], result.Diagnostics.Select(one => one.Id).Order());
    }

    [Fact]
    public void The_documentation_has_a_line_for_each_problem()
    {
        var ids = typeof(EventGenerator).Assembly.GetType("Omnibus.SourceGeneration.Reading.Problems")!.GetFields()
            .Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id).Order();
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "events.md")).Where(line => line.StartsWith("| OMNG", StringComparison.Ordinal)).Select(line => line[2..9]);

        Assert.Equal(ids, documented);
    }
}
