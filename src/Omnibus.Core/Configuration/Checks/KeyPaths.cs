namespace Omnibus.Configuration;

/// <summary>What is said where a key path is not in an event.</summary>
internal static class KeyPaths
{
    /// <summary>One sentence: which paths there are, with the nearest one first where there is one.</summary>
    public static string Fix(EventDefinition definition, string? path = null)
    {
        if (definition.KeyPaths.Count == 0)
        {
            return "It has no path that can be a key.";
        }

        var all = $"It has {string.Join(", ", definition.KeyPaths.Order(StringComparer.Ordinal))}.";
        return path is not null && NearestName.To(path, definition.KeyPaths) is { } nearest ? $"Did you mean '{nearest}'? {all}" : all;
    }
}
