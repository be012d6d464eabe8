using System.Text.Json;

namespace Omnibus.Commands.Running;

/// <summary>Takes a key out of data of which the type is not known.</summary>
internal static class JsonKey
{
    /// <summary>The text or the exact number at a path; null where no path is given.</summary>
    /// <exception cref="EventDataException">There is no such path, or something else than a text, a number or a truth value.</exception>
    public static string? At(ReadOnlyMemory<byte> json, string? path, long line)
    {
        if (path is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        var element = document.RootElement;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                throw new EventDataException(path, "the data has no such path for the key.") { Line = line };
            }
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => throw new EventDataException(path, "a key is a text, a number or a truth value.") { Line = line },
        };
    }
}
