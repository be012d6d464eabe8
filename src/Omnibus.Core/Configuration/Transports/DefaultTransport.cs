namespace Omnibus.Configuration;

/// <summary>Reads <c>Omnibus:Transport</c>: the transport of every route and consumer that names none.</summary>
internal sealed record DefaultTransport(TransportEntry? Entry, bool Off)
{
    private const string Option = "Transport";

    public static DefaultTransport Read(OptionReader root, TransportDirectory transports, string environment)
    {
        var name = root.Text(Option);
        if (name is not null && TransportNames.IsNone(name))
        {
            return new DefaultTransport(null, Off: true);
        }

        if (name is null)
        {
            if (!string.Equals(environment, "Development", StringComparison.OrdinalIgnoreCase))
            {
                root.Problem(
                    Option,
                    $"is not set, and only Development has a default ('{TransportNames.Development}'); the environment is '{environment}'. "
                    + $"Set it to an entry of Omnibus:Transports, to an installed driver ({transports.Installed}), or to '{TransportNames.None}' to switch the bus off.");
                return new DefaultTransport(null, Off: false);
            }

            if (!transports.IsInstalled(TransportNames.Development))
            {
                root.Problem(
                    Option,
                    $"is not set, and the default of Development, '{TransportNames.Development}', is not installed. Set it. Installed: {transports.Installed}."
                    + (transports.WhyLeftOut(TransportNames.Development) is { } why ? $" Or: {why}" : ""));
                return new DefaultTransport(null, Off: false);
            }
        }

        var entry = transports.Find(name ?? TransportNames.Development, root.PathOf(Option));
        entry?.Used = true;
        return new DefaultTransport(entry, Off: false);
    }
}
