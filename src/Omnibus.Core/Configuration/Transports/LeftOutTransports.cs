using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>
/// The entries of <c>Omnibus:Transports</c> whose driver the application was built without. That is a problem where one of them is used, and not before: one
/// configuration may serve several builds.
/// </summary>
internal sealed class LeftOutTransports(BusRegistrations registrations)
{
    private readonly Dictionary<string, string> _drivers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the entry's driver was left out, and so is kept here.</summary>
    public bool Take(OptionSection section)
    {
        var driver = new SettingsReader(section.Path, section.Values).Text("Driver") ?? section.Name;
        return IsLeftOut(driver) && _drivers.TryAdd(section.Name, driver);
    }

    /// <summary>Why a name of a transport means nothing here; null where it is none of these.</summary>
    public string? WhyNot(string name) =>
        _drivers.GetValueOrDefault(name, name) is var driver && IsLeftOut(driver) ? Sentence(registrations, driver) : null;

    public static string Sentence(BusRegistrations registrations, string driver) =>
        $"'{driver}' was left out of this build. Add it to the property OmnibusTransports of the application's project, "
        + $"<OmnibusTransports>{string.Join(';', registrations.Transports.Keys.Append(driver).Order(StringComparer.Ordinal))}</OmnibusTransports>, or remove the property to have every transport.";

    private bool IsLeftOut(string driver) => registrations.LeftOut.Contains(driver) && !registrations.Transports.ContainsKey(driver);
}
