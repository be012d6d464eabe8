namespace Omnibus.Configuration;

/// <summary>The names that mean something by themselves at <c>Omnibus:Transport</c>.</summary>
internal static class TransportNames
{
    /// <summary>Switches the whole bus off.</summary>
    public const string None = "none";

    /// <summary>What Development uses where nothing is set.</summary>
    public const string Development = "sqlite";

    public static bool IsNone(string name) => string.Equals(name, None, StringComparison.OrdinalIgnoreCase);
}
