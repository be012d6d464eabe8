namespace Omnibus.Configuration;

/// <summary>One named section, not read yet.</summary>
/// <param name="Name">Its name, for example that of a consumer.</param>
/// <param name="Path">Its configuration path.</param>
/// <param name="Values">The texts, by their names below the path.</param>
internal sealed record OptionSection(string Name, string Path, IReadOnlyList<KeyValuePair<string, string?>> Values);
