namespace Omnibus.Configuration;

/// <summary>Reads the option <c>Transport</c> of a route or a consumer.</summary>
internal sealed class TransportNaming(TransportDirectory transports, DefaultTransport otherwise)
{
    private const string Option = "Transport";

    /// <summary>The whole bus is off.</summary>
    public bool Off => otherwise.Off;

    /// <summary>
    /// The transport that is named, or the default one. No entry, and a problem, where there is no such transport; no entry and no further problem
    /// where the default is missing or the bus is off, or where it would come from a folder and is not used: its code does not run then.
    /// </summary>
    public (string Name, TransportEntry? Entry) Read(OptionReader options, bool use)
    {
        var name = options.Text(Option);
        if (name is not null && TransportNames.IsNone(name))
        {
            options.Problem(Option, $"'{name}' switches off the whole bus and is understood only at Omnibus:Transport. Set Enabled to false here.");
            return (name, null);
        }

        var chosen = use && !Off;
        var entry = name is null ? otherwise.Entry : transports.Find(name, options.PathOf(Option), load: chosen);
        if (entry is not null && chosen)
        {
            entry.Used = true;
        }

        return (entry?.Name ?? name ?? TransportNames.None, entry);
    }
}
