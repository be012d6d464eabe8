using Omnibus.OpenEdx.Catalogue.Naming;
using Omnibus.OpenEdx.Catalogue.Reading;

namespace Omnibus.OpenEdx.Catalogue.Writing;

/// <summary>The files of a catalogue: one for each event and one for each class, in a folder for each subdomain.</summary>
internal sealed class SourceFiles
{
    private const string Root = "Omnibus.OpenEdx";

    private readonly Descriptions _descriptions = new();
    private readonly Table _topics = Table.Load("topics");
    private readonly Dictionary<string, DataClass> _classes;

    public SourceFiles(CatalogueFile catalogue)
    {
        _classes = catalogue.Classes.ToDictionary(data => data.PythonClass);
        All = [.. catalogue.Classes.Select(Of).Concat(catalogue.Events.Select(Of)).OrderBy(file => file.Path, StringComparer.Ordinal)];
        if (All.GroupBy(file => file.Path, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw new CatalogueException($"two things would be written to {twins.Key}.");
        }
    }

    public IReadOnlyList<SourceFile> All { get; }

    private static string Place(string subdomain) => $"{Root}.{Words.Pascal(subdomain)}";

    private static string Attribute(CatalogueEvent @event, string? topic) => string.Concat(
        $"Event(\"{@event.Type}\"",
        @event.Travels && topic is not null ? $", Topic = \"{topic}\"" : "",
        @event.Key is null ? "" : $", Key = \"{@event.Key}\"",
        @event.Travels ? "" : ", InProcessOnly = true",
        ")");

    private SourceFile Of(CatalogueEvent @event)
    {
        var name = Words.Pascal(@event.Signal);
        var text = new SourceText(Usings(@event.Subdomain, @event.Fields), Place(@event.Subdomain), _descriptions.OfEvent(@event.Signal));
        return new SourceFile(
            $"{Words.Pascal(@event.Subdomain)}/{name}.cs",
            text.Event(Attribute(@event, _topics.FindPrefix(@event.Type)), name, Members(name, @event.Fields)));
    }

    private SourceFile Of(DataClass data)
    {
        var name = Words.Class(data.Name);
        var text = new SourceText(Usings(data.Subdomain, data.Fields), Place(data.Subdomain), _descriptions.OfClass(name));
        return new SourceFile(
            $"{Words.Pascal(data.Subdomain)}/Data/{name}.cs",
            text.Data(name == data.Name ? null : $"AvroName(\"{data.Name}\")", name, Members(name, data.Fields)));
    }

    /// <summary>The subdomains whose classes are used beside those of the own one, and where an empty map comes from.</summary>
    private IEnumerable<string> Usings(string subdomain, IReadOnlyList<Field> fields) => fields
        .Select(field => Innermost(field.Type)).OfType<FieldType.Data>()
        .Select(data => _classes[data.PythonClass].Subdomain)
        .Where(used => used != subdomain)
        .Select(Place)
        .Concat(fields.Any(field => field.Default == Entry.EmptyMap) ? ["System.Collections.ObjectModel"] : [])
        .Distinct().OrderByDescending(name => name.StartsWith("System", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal);

    private List<Member> Members(string owner, IReadOnlyList<Field> fields) =>
    [
        .. fields.Select(field => new Member(
            TypeName(field.Type),
            Words.Pascal(field.Name),
            _descriptions.OfField(owner, field.Name),
            field.Default is null && field.Type is not FieldType.Optional,
            DefaultOf(field))),
    ];

    private string? DefaultOf(Field field) => field switch
    {
        { Default: Entry.EmptyMap, Type: FieldType.Map map } => $"ReadOnlyDictionary<string, {TypeName(map.Item)}>.Empty",
        { Default: "false" or "0" } => null, // C#'s own
        _ => field.Default,
    };

    private string TypeName(FieldType type) => type switch
    {
        FieldType.Value value => value.CSharp,
        FieldType.Data data => Words.Class(_classes[data.PythonClass].Name),
        FieldType.List list => $"IReadOnlyList<{TypeName(list.Item)}>",
        FieldType.Map map => $"IReadOnlyDictionary<string, {TypeName(map.Item)}>",
        FieldType.Optional optional => TypeName(optional.Inner) + "?",
        _ => throw new CatalogueException($"{type} has no form in C#."),
    };

    private static FieldType Innermost(FieldType type) => type switch
    {
        FieldType.List list => Innermost(list.Item),
        FieldType.Map map => Innermost(map.Item),
        FieldType.Optional optional => Innermost(optional.Inner),
        _ => type,
    };
}
