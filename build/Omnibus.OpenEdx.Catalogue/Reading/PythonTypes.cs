namespace Omnibus.OpenEdx.Catalogue.Reading;

/// <summary>The C# types of Python's.</summary>
internal static class PythonTypes
{
    /// <summary>The C# type; null where the type is not known here.</summary>
    public static string? Find(string python) => python switch
    {
        "str" => "string",
        "bool" => "bool",
        "int" => "long",
        "float" => "double",
        "bytes" => "ReadOnlyMemory<byte>",
        "BinaryIO" => "Stream",
        "datetime" => "IsoDateTime",
        "UUID" => "Guid",
        "CCXLocator" => "CcxLocator",
        "CourseKey" or "UsageKey" or "LibraryLocatorV2" or "LibraryUsageLocatorV2" or "LibraryCollectionLocator" or "LibraryContainerLocator" => python,
        _ => null,
    };
}
