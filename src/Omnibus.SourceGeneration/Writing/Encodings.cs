using Omnibus.SourceGeneration.Model;

namespace Omnibus.SourceGeneration.Writing;

/// <summary>An encoding: the names of what the core has for it. The methods of readers and writers have the same names in both.</summary>
/// <param name="Name">The end of the names of the core's types: <c>AvroEventReader</c>.</param>
/// <param name="WriterReference">How a writer is passed.</param>
internal sealed record Encodings(string Name, string WriterReference)
{
    public static readonly Encodings Avro = new("Avro", "ref ");
    public static readonly Encodings Json = new("Json", "");

    public string ReaderParameter => $"ref global::Omnibus.{Name}EventReader reader";

    public string WriterParameter => $"{WriterReference}global::Omnibus.{Name}EventWriter writer";

    /// <summary>The statement that writes a value that is there.</summary>
    public string Write(FieldType type, string value) => type switch
    {
        { Record: { } record } => $"{record.CodecIn(Name)}.Write({WriterReference}writer, {value})",
        { Kind: FieldKind.TextValue } => $"writer.WriteTextValue<{type.Name}>({value})",
        { Kind: FieldKind.Map, Element: { } element } => $"writer.WriteMap<{element.Name}>({value}, {ItemWriter(element)})",
        { Element: { } element } => $"writer.WriteList<{element.Name}>({value}, {ItemWriter(element)})",
        _ => $"writer.Write{type.Kind}({value})",
    };

    /// <summary>The expression that reads a value that is there.</summary>
    public string Read(FieldType type) => type switch
    {
        { Record: { } record } => $"{record.CodecIn(Name)}.Read(ref reader)",
        { Kind: FieldKind.TextValue } => $"reader.ReadTextValue<{type.Name}>()",
        { Kind: FieldKind.Memory } => "new global::System.ReadOnlyMemory<byte>(reader.ReadBytes())",
        { Kind: FieldKind.Map, Element: { } element } => $"reader.ReadMap<{element.Name}>({ItemReader(element)})",
        { Kind: FieldKind.ListClass, Element: { } element } => $"new {type.Name}({ReadList(element)})",
        { Kind: FieldKind.ImmutableArray, Element: { } element } =>
            $"global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray({ReadList(element)})",
        { Element: { } element } => ReadList(element),
        _ => $"reader.Read{type.Kind}()",
    };

    /// <summary>The expression of a member as its writing method takes it.</summary>
    public static string Value(FieldType type, string expression) => type.Kind == FieldKind.ImmutableArray
        ? $"global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsArray({expression})"
        : expression;

    private string ReadList(FieldType element) => $"reader.ReadList<{element.Name}>({ItemReader(element)})";

    private string ItemReader(FieldType element) => element.Record is { } record
        ? $"{record.CodecIn(Name)}.Read"
        : $"static ({ReaderParameter}) => {Read(element)}";

    private string ItemWriter(FieldType element) => element.Record is { } record
        ? $"{record.CodecIn(Name)}.Write"
        : $"static ({WriterParameter}, {element.Name} item) => {Write(element, Value(element, "item"))}";
}
