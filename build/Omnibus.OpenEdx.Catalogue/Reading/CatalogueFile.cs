using System.Text.Json;

namespace Omnibus.OpenEdx.Catalogue.Reading;

/// <summary>The catalogue of openedx-events: its events, and the classes of their data, each once.</summary>
internal sealed class CatalogueFile
{
    private readonly Dictionary<string, DataClass> _classes = new(StringComparer.Ordinal);

    private CatalogueFile(JsonElement entries) => Events = [.. entries.EnumerateArray().Select(entry => ReadEvent(new Entry(entry)))];

    public IReadOnlyList<CatalogueEvent> Events { get; }

    public IReadOnlyCollection<DataClass> Classes => _classes.Values;

    /// <exception cref="CatalogueException">The file is none, or holds something that is not understood.</exception>
    public static CatalogueFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new CatalogueFile(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CatalogueException(exception.Message);
        }
    }

    private CatalogueEvent ReadEvent(Entry entry)
    {
        var reader = entry.Travels ? new AvroFields(entry) : (IFieldReader)new PythonFields(entry);
        foreach (var data in reader.Classes)
        {
            Add(data, entry.Type);
        }

        return new CatalogueEvent(entry.Type, entry.Signal, entry.Subdomain, entry.Travels, entry.Key, reader.Event);
    }

    private void Add(DataClass data, string type)
    {
        if (!_classes.TryAdd(data.PythonClass, data) && !_classes[data.PythonClass].Fields.SequenceEqual(data.Fields))
        {
            throw new CatalogueException($"'{type}' has a {data.PythonClass} that differs from that of other events.");
        }
    }
}

/// <summary>Reads the fields of one event and of the classes in it.</summary>
internal interface IFieldReader
{
    IReadOnlyList<Field> Event { get; }

    IReadOnlyCollection<DataClass> Classes { get; }
}
