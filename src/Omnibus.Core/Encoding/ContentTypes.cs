namespace Omnibus;

/// <summary>The encodings of events.</summary>
public static class ContentTypes
{
    /// <summary>Avro binary, the encoding where a record names none.</summary>
    public const string Avro = "application/avro";

    /// <summary>JSON.</summary>
    public const string Json = "application/json";
}
