using System.Collections.Concurrent;

namespace Omnibus.Encodings;

/// <summary>Writes extension attributes. The few names that an application uses are checked and prefixed once. Safe on any thread.</summary>
/// <param name="prefix">What goes before each name.</param>
internal sealed class ExtensionHeaders(string prefix)
{
    private const int MostRemembered = 256;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public void Write<TSink>(IReadOnlyDictionary<string, string> extensions, TSink sink)
        where TSink : IRecordSink
    {
        if (extensions is Dictionary<string, string> dictionary)
        {
            foreach (var (name, value) in dictionary) // its own enumerator allocates nothing
            {
                Write(name, value, sink);
            }

            return;
        }

        foreach (var (name, value) in extensions)
        {
            Write(name, value, sink);
        }
    }

    private void Write<TSink>(string name, string value, TSink sink)
        where TSink : IRecordSink =>
        HeaderText.Add(sink, name, HeaderName(name), value ?? throw new EventDataException(name, "An extension attribute must not be null."));

    private string HeaderName(string name)
    {
        if (_names.TryGetValue(name, out var header))
        {
            return header;
        }

        if (!AttributeNames.IsExtension(name))
        {
            throw new EventDataException(
                name, "This is no name for an extension attribute: it takes lower-case letters and digits, and no name that means something already.");
        }

        header = prefix + name;
        if (_names.Count < MostRemembered)
        {
            _names.TryAdd(name, header);
        }

        return header;
    }
}
