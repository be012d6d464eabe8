namespace Omnibus.Drivers;

/// <summary>The settings of one transport, below <c>Omnibus:Transports:{name}</c>.</summary>
/// <param name="name">What the deployer calls this transport.</param>
/// <param name="path">The configuration path of its entry.</param>
/// <param name="values">The texts, by their names below the path.</param>
public sealed class TransportSettings(string name, string path, IEnumerable<KeyValuePair<string, string?>> values) : SettingsReader(path, values)
{
    /// <summary>What the deployer calls this transport.</summary>
    public string Name { get; } = name;
}
