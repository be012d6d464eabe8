using Omnibus.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Hosting;

/// <summary>Finds the files that a transport works with, so that a start can say where events are kept.</summary>
internal static class TransportPaths
{
    /// <summary><c>Path = …</c> for every setting that is a path and has a value or a default; empty where there is none.</summary>
    public static string Of(TransportConfiguration transport) => string.Join(", ", transport.Factory.Settings
        .Where(setting => setting.Kind == SettingKind.Path && !setting.Secret)
        .Select(setting => (setting.Name, Value: transport.Settings.Text(setting.Name) ?? setting.Default))
        .Where(setting => setting.Value is not null)
        .Select(setting => $"{setting.Name} = {setting.Value}"));
}
