namespace Omnibus.Configuration;

/// <summary>What is said about an option that nobody asked for.</summary>
internal static class UnknownOption
{
    public static string Text(string name, IEnumerable<string> known) => NearestName.To(name, known) is { } nearest
        ? $"is an unknown option. Did you mean {nearest}?"
        : $"is an unknown option. Known here: {string.Join(", ", known.Order(StringComparer.OrdinalIgnoreCase))}.";
}
