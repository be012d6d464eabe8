namespace Omnibus;

/// <summary>The encodings of events.</summary>
public static class ContentTypes
{
    /// <summary>Avro binary, the encoding where a record names none.</summary>
    public const string Avro = "application/avro";

    /// <summary>JSON.</summary>
    public const string Json = "application/json";

    /// <summary>Whether a content type is some JSON: <c>application/json</c> or <c>…+json</c>, with any parameters.</summary>
    internal static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        type = (parameters < 0 ? type : type[..parameters]).Trim();
        return type.Equals(Json, StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
