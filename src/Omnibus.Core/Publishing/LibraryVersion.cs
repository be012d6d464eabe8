namespace Omnibus.Publishing;

/// <summary>The version of this library, as the attribute <c>sourcelib</c> wants it: numbers joined by dots.</summary>
internal static class LibraryVersion
{
    public static string Dotted { get; } = typeof(LibraryVersion).Assembly.GetName().Version is { } version
        ? version.ToString(3)
        : "0.0.0";
}
