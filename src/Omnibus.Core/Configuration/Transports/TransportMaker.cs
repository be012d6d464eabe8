using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Checks the settings of transports and makes those that are used. Connects to nothing.</summary>
internal sealed class TransportMaker(ConfigurationProblems problems, Func<NoticeRelay, TransportHost> host)
{
    /// <summary>Checks a transport that nothing uses, as far as that goes without making it.</summary>
    public void Check(TransportEntry entry)
    {
        CheckNames(entry);
        CheckKinds(entry, required: false);
    }

    /// <summary>Makes a transport; null, with problems, where its settings are wrong.</summary>
    public TransportConfiguration? Make(TransportEntry entry)
    {
        if (!CheckKinds(entry, required: true))
        {
            CheckNames(entry);
            return null;
        }

        var notices = new NoticeRelay();
        if (problems.Catch(() => entry.Factory.Create(entry.Settings, host(notices)), null!) is not { } transport)
        {
            CheckNames(entry);
            return null;
        }

        ReportUnread(entry);
        return new TransportConfiguration(entry.Name, entry.Factory, entry.Settings) { Transport = transport, Notices = notices };
    }

    private void CheckNames(TransportEntry entry)
    {
        foreach (var name in entry.Settings.Unread().Where(name => !IsSetting(entry.Factory, name)))
        {
            problems.Add(entry.Settings.PathOf(name), UnknownOption.Text(name, Names(entry.Factory)));
        }
    }

    /// <summary>Reads every setting as its description says, so that one start finds everything that is wrong and not only the first.</summary>
    private bool CheckKinds(TransportEntry entry, bool required)
    {
        var fine = true;
        foreach (var setting in entry.Factory.Settings)
        {
            if (SettingCheck.WhyNot(setting, entry.Copy, required) is { } wrong)
            {
                problems.Add(wrong.Path, wrong.Problem);
                fine = false;
            }
        }

        return fine;
    }

    private void ReportUnread(TransportEntry entry)
    {
        foreach (var name in entry.Settings.Unread())
        {
            problems.Add(
                entry.Settings.PathOf(name),
                IsSetting(entry.Factory, name)
                    ? "has no effect together with the other settings of this transport. Remove it."
                    : UnknownOption.Text(name, Names(entry.Factory)));
        }
    }

    private static IEnumerable<string> Names(ITransportFactory factory) => factory.Settings.Select(setting => setting.Name).Append("Driver").Append(PluginEntries.Option);

    private static bool IsSetting(ITransportFactory factory, string name) => factory.Settings.Any(setting =>
        string.Equals(name, setting.Name, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith(setting.Name + ":", StringComparison.OrdinalIgnoreCase)
            && (setting.Kind is SettingKind.Section || name.AsSpan(setting.Name.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0)));
}
