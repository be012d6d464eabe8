using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Omnibus.SourceGeneration.Reading;

/// <summary>Names in C# and on the wire.</summary>
internal static class Names
{
    /// <summary><c>IsActive</c> is <c>is_active</c>, <c>HTMLText</c> is <c>html_text</c>.</summary>
    public static string ToSnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        for (var place = 0; place < name.Length; place++)
        {
            if (place > 0 && char.IsUpper(name[place]) && name[place - 1] != '_'
                && (!char.IsUpper(name[place - 1]) || (place + 1 < name.Length && char.IsLower(name[place + 1]))))
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(name[place]));
        }

        return snake.ToString();
    }

    public static string ToCamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>A name that may be a word of C#.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>Whether a variable cannot have this name: a word of C#, or a variable of the generated code.</summary>
    public static bool IsTaken(string local) => local is "reader" or "writer" or "record" or "value" || Escape(local) != local;

    public static bool IsAvroName(string name) => name.Length > 0 && !IsDigit(name[0]) && name.All(IsLetterOrDigit);

    /// <summary>
    /// Whether an event type can be a namespace in Avro. A hyphen strictly cannot, but events that are out in the world have one, and only strict
    /// registries refuse it.
    /// </summary>
    public static bool IsEventType(string type) =>
        type.Split('.').All(part => part.Length > 0 && !IsDigit(part[0]) && part[0] != '-' && part.All(letter => letter == '-' || IsLetterOrDigit(letter)));

    private static bool IsDigit(char letter) => letter is >= '0' and <= '9';

    private static bool IsLetterOrDigit(char letter) => IsDigit(letter) || letter is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
