using System.Text;

namespace Omnibus.OpenEdx.Catalogue.Writing;

/// <summary>The text of a file with one record.</summary>
internal sealed class SourceText
{
    /// <summary>The first line, by which the program knows its files again.</summary>
    public const string Mark = "// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.";

    private readonly StringBuilder _text = new();

    /// <param name="usings">Namespaces, in order.</param>
    /// <param name="place">The namespace of the record.</param>
    /// <param name="summary">What the record is.</param>
    public SourceText(IEnumerable<string> usings, string place, string summary)
    {
        Line(Mark);
        foreach (var name in usings)
        {
            Line($"using {name};");
        }

        Line("");
        Line($"namespace {place};");
        Line("");
        Line($"/// <summary>{summary}</summary>");
    }

    /// <summary>An event: few members, which its constructor takes.</summary>
    public string Event(string attribute, string name, IReadOnlyList<Member> members)
    {
        foreach (var member in members)
        {
            Line($"/// <param name=\"{member.Name}\">{member.Summary}</param>");
        }

        Line($"[{attribute}]");
        Line($"public sealed partial record {name}({string.Join(", ", members.Select(member => $"{member.Type} {member.Name}"))});");
        return _text.ToString();
    }

    /// <summary>
    /// Data: members by name, so that each may have a default, and one that comes between others in a later version breaks no code.
    /// </summary>
    public string Data(string? attribute, string name, IReadOnlyList<Member> members)
    {
        if (attribute is not null)
        {
            Line($"[{attribute}]");
        }

        Line($"public sealed record {name}");
        Line("{");
        var first = true;
        foreach (var member in members)
        {
            if (!first)
            {
                Line("");
            }

            first = false;
            Line($"    /// <summary>{member.Summary}</summary>");
            Line($"    public {(member.IsRequired ? "required " : "")}{member.Type} {member.Name} {{ get; init; }}{(member.Default is null ? "" : $" = {member.Default};")}");
        }

        Line("}");
        return _text.ToString();
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}

/// <summary>One member of a record.</summary>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Default">In C#; null: none that would have to be said.</param>
internal sealed record Member(string Type, string Name, string Summary, bool IsRequired, string? Default);
