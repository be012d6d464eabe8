using Avro;

namespace Omnibus.Schemas;

/// <summary>Avro by the library of the Avro project.</summary>
internal sealed class AvroEngine : IAvroEngine
{
    /// <inheritdoc />
    public AvroSchema Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var schema = SchemaReader.Read(text);
        return new AvroSchema(text, SchemaNormalization.ToParsingForm(schema), new TypeReader().Read(schema)) { Parsed = schema };
    }

    /// <inheritdoc />
    public IAvroResolution Resolve(AvroSchema writer, AvroSchema reader)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(reader);
        var problems = SchemaCompatibility.Check(writer.Root, reader.Root);
        return problems.Count == 0
            ? new AvroResolution(writer, reader)
            : throw new EventDataException(problems[0].Path, problems[0].Text);
    }
}
