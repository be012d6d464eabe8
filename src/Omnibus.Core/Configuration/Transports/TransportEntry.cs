using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>A transport that configuration may name: an entry of <c>Omnibus:Transports</c>, or a driver under its own name.</summary>
internal sealed class TransportEntry(ITransportFactory factory, OptionSection section)
{
    public string Name => Settings.Name;

    public ITransportFactory Factory { get; } = factory;

    public TransportSettings Settings { get; } = new(section.Name, section.Path, section.Values);

    /// <summary>The same settings once more, so that looking at them leaves <see cref="Settings"/> unread.</summary>
    public SettingsReader Copy { get; } = new(section.Path, section.Values);

    /// <summary>A route or a consumer uses it, or it is the default: it must be made.</summary>
    public bool Used { get; set; }

    /// <summary>Passes over options of the entry that are not the driver's.</summary>
    public void Pass(params ReadOnlySpan<string> options)
    {
        foreach (var option in options)
        {
            _ = Settings.Text(option);
        }
    }

    /// <summary><c>'main' (redis)</c>, or <c>'redis'</c> where both are the same.</summary>
    public override string ToString() => Label(Name, Factory.Info);

    public static string Label(string name, TransportInfo info) =>
        string.Equals(name, info.Name, StringComparison.OrdinalIgnoreCase) ? $"'{name}'" : $"'{name}' ({info.Name})";
}
