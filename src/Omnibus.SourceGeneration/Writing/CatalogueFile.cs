using Omnibus.SourceGeneration.Reading;

namespace Omnibus.SourceGeneration.Writing;

/// <summary>The file of an assembly's catalogue.</summary>
internal static class CatalogueFile
{
    private const string Suffix = "Events";

    /// <summary>Writes it.</summary>
    /// <param name="space">The root namespace of the project.</param>
    /// <param name="events">The .NET types of the events, fully qualified, in the order of their event types.</param>
    public static string Write(string space, IEnumerable<string> events)
    {
        var name = NameOf(space);
        var safe = string.Join(".", space.Split('.').Select(Identifier));
        var code = new CodeWriter().Header()
            .Line($"[assembly: global::Omnibus.EventCatalogue(typeof(global::{safe}.{name}))]").Line()
            .Namespace(safe)
            .Line("/// <summary>The events of this assembly.</summary>")
            .Attribute()
            .Open($"public sealed class {name} : global::Omnibus.EventCatalogue")
            .Line("/// <inheritdoc />")
            .Line("public override global::System.Collections.Generic.IReadOnlyList<global::Omnibus.EventDefinition> Events { get; } =")
            .Line("[")
            .Indented(list =>
            {
                foreach (var one in events)
                {
                    list.Line($"{one}.Definition,");
                }
            })
            .Line("];")
            .Close();
        return code.ToString();
    }

    /// <summary><c>CampusEventCatalogue</c> for <c>Campus.Events</c>, <c>OpenEdxEventCatalogue</c> for <c>Omnibus.OpenEdx</c>.</summary>
    public static string NameOf(string space)
    {
        var parts = space.Split('.');
        var last = parts.Length > 1 && parts[parts.Length - 1] == Suffix ? parts[parts.Length - 2] : parts[parts.Length - 1];
        return Identifier(last) + "EventCatalogue";
    }

    private static string Identifier(string part)
    {
        var name = new string([.. part.Select(letter => char.IsLetterOrDigit(letter) || letter == '_' ? letter : '_')]);
        return name.Length == 0 || char.IsDigit(name[0]) ? "_" + name : Names.Escape(name);
    }
}
